import type { LearnedParts } from "../serve/parts.ts";

/** After a failure it is asked for anew, by whoever needs it next, once this is over, then twice as much, and so on. */
const RETRY_MS = 30_000;
const MAX_TRIES = 5;

/** The code for what this device has beside the shop's catalogue: asked for when there is something to use it for. */
export class Parts {
  /** Undefined while it is not here. */
  code: LearnedParts | undefined;
  #coming: Promise<void> | undefined;
  #failures = 0;
  #failedAt = 0;
  readonly #load: (tried: number) => Promise<LearnedParts>;
  readonly #now: () => number;

  /** `load`: told how often it has failed. */
  constructor(load: (tried: number) => Promise<LearnedParts>, now: () => number) {
    this.#load = load;
    this.#now = now;
  }

  /** Whether it could not be had, and is not on its way again. */
  get failed(): boolean {
    return this.#failures > 0 && this.#coming === undefined;
  }

  /** Resolves once it is here or cannot be had for now: without it a device ranks as the shop ships. */
  ready(): Promise<void> {
    if (this.code !== undefined || this.#rests()) return Promise.resolve();
    this.#coming ??= this.#load(this.#failures)
      .then(
        (code) => {
          this.code = code;
        },
        () => {
          this.#failures++;
          this.#failedAt = this.#now();
        },
      )
      .finally(() => {
        this.#coming = undefined;
      });
    return this.#coming;
  }

  /** A clock set back does not lengthen it. */
  #rests(): boolean {
    const sinceMs = this.#now() - this.#failedAt;
    return (
      this.failed && (this.#failures >= MAX_TRIES || (sinceMs >= 0 && sinceMs < RETRY_MS * 2 ** (this.#failures - 1)))
    );
  }
}
