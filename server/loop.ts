/** Takes turns, with a pause between two of them, until it is stopped. */
export class Loop {
  private readonly pauseMs: number;
  private readonly turn: () => Promise<void>;
  private readonly ended: Promise<void>;
  private wake: () => void = () => undefined;
  stopped = false;

  /** `turn` never rejects. */
  constructor(pauseMs: number, turn: () => Promise<void>) {
    this.pauseMs = pauseMs;
    this.turn = turn;
    this.ended = this.run();
  }

  /** Ends with the turn that is under way. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.wake();
    await this.ended;
  }

  private async run(): Promise<void> {
    // Not before whoever starts it has it.
    await Promise.resolve();
    while (!this.stopped) {
      await this.turn();
      await this.pause();
    }
  }

  private async pause(): Promise<void> {
    if (this.stopped) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.pauseMs);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
