import type { ItemIndex } from "../../src/core/brands.ts";
import type { DisplaySection } from "../../src/core/catalogue/display.ts";
import { EMPTY_COMPACTED } from "../../src/core/event/compact.ts";
import { additive, type Moment, momentSteps } from "../../src/core/rank/moment.ts";
import { type QueryIndex, queryIndexOf } from "../../src/core/rank/query.ts";
import { type Shopper, shopperSteps } from "../../src/core/rank/shopper.ts";
import { withUnlisted } from "../../src/core/rank/unlisted.ts";
import { once, type Steps } from "../../src/core/steps.ts";
import { inTime } from "./in-time.ts";
import type { Loaded } from "./load.ts";
import type { Memory } from "./memory.ts";

/** A moment serves for this long, since decays and rests move slowly. */
const MOMENT_MS = 60_000;

/** Titles, and categories' levels and paths, whose likeness is kept, the latest: as many as one shopper's 50 stand-ins are known by where categories have five levels. */
const MAX_ALIKE = 300;

/** What is known of a shopper of whom nothing is. */
const NOBODY: Pick<Memory, "events" | "compacted"> = { events: [], compacted: EMPTY_COMPACTED };

/** What of the live file may be shown, and what is known of stock. */
export type Goods = Pick<Moment, "live" | "stock">;

/** What search words are read from. */
type Titled = Pick<Loaded, "prepared" | "display">;
/** A moment of a catalogue as the engine has it: whole. */
export type Served = Moment & Titled;

interface Words {
  readonly of: DisplaySection;
  readonly index: () => Steps<QueryIndex>;
  /** The products that titles are most like, by their ids. */
  readonly alike: Map<string, string>;
}

/** Keeps the one moment that rankings are computed from, and makes a new one when something it depends on has changed. */
export class Desk {
  // What only the catalogue itself decides is kept by its display section, which what is learned and wished for beside it shares.
  #moment: { readonly value: Served; readonly key: string } | undefined;
  #resolved: { readonly of: DisplaySection; readonly resolve: (id: string) => ItemIndex | undefined } | undefined;
  #words: Words | undefined;

  /** The moment of now, with places to rest. `personal` false: as if nothing were known of the shopper. */
  *steps(loaded: Loaded, goods: Goods, memory: Memory, personal: boolean, now: number): Steps<Served> {
    const key = `${loaded.version} ${memory.version} ${personal} ${Math.floor(now / MOMENT_MS)}`;
    const last = this.#moment;
    if (last?.key === key && last.value.live === goods.live && last.value.stock === goods.stock) return last.value;
    const shopper = yield* this.#shopper(loaded, personal ? memory : NOBODY, now);
    yield;
    const { prepared, display, refused } = loaded;
    const rescore = personal ? loaded.rescore : additive;
    const moment = yield* momentSteps(prepared, shopper, { display, refused, ...goods }, now, rescore);
    const value = { ...moment, display };
    this.#moment = { value, key };
    return value;
  }

  /** The search words of the catalogue, read when first asked for. */
  *queryIndex(of: Titled): Steps<QueryIndex> {
    return yield* this.#wordsOf(of).index();
  }

  /** The id of the product that a title, or a category's path, is most like, empty where none is; found once for each, since it reads through all words of the catalogue. */
  *alike(of: Titled, title: string): Steps<string> {
    const { index, alike } = this.#wordsOf(of);
    const known = alike.get(title);
    if (known !== undefined) return known;
    const item = yield* (yield* index()).nearest(title);
    const id = item === undefined ? "" : of.prepared.aliases.idOf(item);
    alike.set(title, id);
    if (alike.size > MAX_ALIKE) alike.delete(alike.keys().next().value!);
    return id;
  }

  #wordsOf({ prepared, display }: Titled): Words {
    if (this.#words?.of !== display)
      this.#words = { of: display, index: once(queryIndexOf(prepared, display)), alike: new Map() };
    return this.#words;
  }

  *#shopper(loaded: Loaded, { events: kept, compacted }: typeof NOBODY, now: number): Steps<Shopper> {
    const resolve = this.#resolverOf(loaded);
    const events = inTime(kept, now);
    const shopper = yield* shopperSteps(resolve, events, compacted, now);
    return yield* withUnlisted(shopper, resolve, events, (title) => this.alike(loaded, title), now);
  }

  /** The alias table hashes each id; thousands of events name few, so each is hashed once. */
  #resolverOf(loaded: Loaded): (id: string) => ItemIndex | undefined {
    if (this.#resolved?.of !== loaded.display) {
      const known = new Map<string, ItemIndex | undefined>();
      const resolve = (id: string): ItemIndex | undefined => {
        if (!known.has(id)) known.set(id, loaded.isSensitive(id) ? undefined : loaded.prepared.aliases.resolve(id));
        return known.get(id);
      };
      this.#resolved = { of: loaded.display, resolve };
    }
    return this.#resolved.resolve;
  }
}
