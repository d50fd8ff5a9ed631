import type { LearnedParts } from "../serve/parts.ts";

/**
 * After a failure it rests for twice as long before whoever needs it next asks anew, after two for four times, and so on: ten times in four hours. On the page's own
 * thread, where the page loads it by its one address, that helps only in browsers that do not remember a failed import.
 */
const REST_MS = 15_000;

/** The code for what this device has beside the shop's catalogue: asked for when there is something to use it for. */
export class Parts {
  /** Undefined while it is not here. */
  code: LearnedParts | undefined;
  #coming: Promise<void> | undefined;
  #failures = 0;
  #failedAt = Number.NEGATIVE_INFINITY;
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
    const sinceMs = this.#now() - this.#failedAt;
    // A clock set back ends a rest.
    const rests = sinceMs >= 0 && sinceMs < REST_MS * 2 ** this.#failures;
    if (this.code !== undefined || rests) return Promise.resolve();
    this.#coming ??= this.#ask();
    return this.#coming;
  }

  async #ask(): Promise<void> {
    try {
      this.code = await this.#load(this.#failures);
    } catch {
      this.#failures++;
      this.#failedAt = this.#now();
    }
    this.#coming = undefined;
  }
}
