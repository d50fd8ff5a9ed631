import type { Steering as Wish } from "../../src/core/bridge/protocol.ts";
import { RequestError } from "../../src/core/errors.ts";
import type { Loaded } from "../serve/load.ts";
import type { LearnedParts } from "../serve/parts.ts";
import type { Setting } from "../store/store.ts";
import type { Parts } from "./parts.ts";

/** What the shopper asked for by name, as lines that learned.js understands. */
export class Steering {
  lines: readonly string[] = [];
  #made: { readonly of: Loaded; readonly by: readonly string[]; readonly loaded: Loaded } | undefined;
  #count = 0;
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** What a store had; whether that was anything. */
  takes(kept: Setting | undefined): boolean {
    this.lines = Array.isArray(kept) ? kept : [];
    return this.lines.length > 0;
  }

  applied(loaded: Loaded): Loaded {
    const { code } = this.#parts;
    const { lines } = this;
    if (lines.length === 0 || code === undefined) return loaded;
    if (this.#made?.of !== loaded || this.#made.by !== lines) {
      const steered = code.steered(loaded.prepared, loaded.rescore, lines);
      this.#made = {
        of: loaded,
        by: lines,
        loaded: { ...loaded, ...steered, version: `${loaded.version}!${this.#count++}` },
      };
    }
    return this.#made.loaded;
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
