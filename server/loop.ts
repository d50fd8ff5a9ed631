/** Takes turns, with pauses between them, until it is stopped. */
export class Loop {
  private readonly turn: () => Promise<number>;
  private readonly ended: Promise<void>;
  private wake: () => void = () => undefined;
  stopped = false;

  /** `turn` answers how many milliseconds to pause, and never rejects. */
  constructor(turn: () => Promise<number>) {
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
    while (!this.stopped) await this.pause(await this.turn());
  }

  private async pause(ms: number): Promise<void> {
    if (this.stopped) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
