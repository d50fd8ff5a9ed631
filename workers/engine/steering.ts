import type { Steering as Wish } from "../../src/core/bridge/protocol.ts";
import { RequestError } from "../../src/core/errors.ts";
import { once, type Steps } from "../../src/core/steps.ts";
import type { Loaded } from "../serve/load.ts";
import type { LearnedParts } from "../serve/parts.ts";
import type { Setting } from "../store/store.ts";
import { lastOf } from "./last-of.ts";
import type { Parts } from "./parts.ts";

/** What the shopper asked for by name, as lines that learned.js understands. */
export class Steering {
  lines: readonly string[] = [];
  /** Rises whenever they are forgotten. */
  forgets = 0;
  #count = 0;
  readonly #made = lastOf((loaded: Loaded, lines: readonly string[]) => once(this.#withWishes(loaded, lines)));
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  forget(): void {
    this.lines = [];
    this.forgets++;
  }

  /** What a store had; whether that was anything. */
  takes(kept: Setting | undefined): boolean {
    this.lines = Array.isArray(kept) ? kept : [];
    return this.lines.length > 0;
  }

  /** The catalogue to rank with: as it is, or as the shopper wishes, which is worked out once for all who ask meanwhile. */
  *applied(loaded: Loaded): Steps<Loaded> {
    const { lines } = this;
    return lines.length === 0 || this.#parts.code === undefined ? loaded : yield* this.#made(loaded, lines)();
  }

  *#withWishes(loaded: Loaded, lines: readonly string[]): Steps<Loaded> {
    const wishes = yield* this.#parts.code!.steered(loaded.prepared, loaded.rescore, lines);
    return { ...loaded, ...wishes, version: `${loaded.version}!${this.#count++}` };
  }

  async ready(): Promise<void> {
    if (this.lines.length > 0) await this.#parts.ready();
  }

  /** The code that understands the lines. Throws RequestError where it cannot be had. */
  async code(): Promise<LearnedParts> {
    await this.#parts.ready();
    if (this.#parts.code === undefined) throw new RequestError("learned.js is not here");
    return this.#parts.code;
  }

  async wishes(): Promise<readonly Wish[]> {
    return this.lines.length === 0 ? [] : (await this.code()).wishes(this.lines);
  }
}
