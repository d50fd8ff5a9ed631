/** Keeps work to half of a core at most: every pause is at least as long as the work since the last. */
export class Rest {
  readonly #clock: () => number;
  readonly #sleep: (ms: number) => Promise<void>;
  #since: number;

  constructor(clock: () => number, sleep: (ms: number) => Promise<void>) {
    this.#clock = clock;
    this.#sleep = sleep;
    this.#since = clock();
  }

  readonly pause = async (): Promise<void> => {
    await this.#sleep(this.#clock() - this.#since);
    this.#since = this.#clock();
  };
}
