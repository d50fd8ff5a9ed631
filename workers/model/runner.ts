import type { BackendName, StartBackend } from "./backend.ts";

/**
 * Runs calls on the first of some backends that works. One that does not start, is lost or fails is not asked again: the same
 * call goes to the next one, so it must begin anew each time, from plain arrays. (What was asked of a lost GPU rejects, or rejects when it is read.)
 */
export class Runner {
  readonly #start: StartBackend;
  readonly #left: BackendName[];

  /** `order`: the preferred first. */
  constructor(order: readonly BackendName[], start: StartBackend) {
    this.#left = [...order];
    this.#start = start;
  }

  /** The one that the next call goes to; undefined when none is left. */
  get backend(): BackendName | undefined {
    return this.#left[0];
  }

  /** Rejects with what the last backend failed of. `call` makes its tensors before it waits for anything. */
  async run<Value>(call: () => Promise<Value>): Promise<Value> {
    let failure: unknown = new Error("no backend is left");
    for (let name = this.backend; name !== undefined; name = this.backend) {
      try {
        const backend = await this.#start(name);
        await backend.use();
        return await call();
      } catch (error) {
        failure = error;
        // A call beside this one may have dropped it already.
        if (this.backend === name) this.#left.shift();
      }
    }
    throw failure;
  }
}
