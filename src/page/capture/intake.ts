import { aliasKey } from "../../core/catalogue/alias-key.ts";
import type { ShopEvent } from "../../core/event/event.ts";
import { type Fields, readFields, readId, readText } from "../../core/event/fields.ts";
import { EVENT_NAMES, type EventKind } from "../../core/event/kinds.ts";
import type { Page } from "../page.ts";
import { categoryOfLine, joinedPath } from "./category.ts";
import { SOURCES } from "./doors.ts";
import { createMerge, MAX_NAMES, type Merge, SAME_ACT_MS } from "./merge.ts";
import type { Named, SourceName } from "./report.ts";
import type { Resolve } from "./resolver.ts";

/** Reports that wait at most; of more the oldest are recorded as they are. */
const MAX_WAITING = 500;

/** What a page that loads anew may have done to the cart. */
const CART: readonly EventKind[] = ["cart", "uncart"];
/** Events among which that is looked for, the newest: a page that is left tells of each product how long it was seen. */
const MAX_RECALLED = 100;
/** A page's begin is worked out from two clocks, of which one may be coarse, and lies too early by so much at most. */
const CLOCKS_MS = 50;
/** What was viewed so shortly before the page's address changed may be what the next view is about: some frameworks tell of a page before they set its address. */
const EARLY_MS = 300;
/** Of one view of the page those that are remembered for the next one. */
const MAX_VIEWED = 100;

/** By whom, and what. */
type Told = readonly [SourceName, ShopEvent];

/** One view of the page. */
interface View {
  readonly merge: Merge;
  readonly since: number;
  readonly viewed: Told[];
  /** What was viewed in the view before. */
  readonly early: readonly Told[];
  /** What it is about, where its JSON-LD says so, until that is known to be what was viewed. */
  main: Named | undefined;
  /** Of products, by who has told of them and the keys of their names. */
  readonly categories: Map<string, string>;
}

interface Heard {
  readonly origin: SourceName;
  readonly name: string;
  readonly params: Fields;
  readonly at: number;
  readonly view: View;
}

/** What was told of the page when it was last read, for a shop that destroys its Inkling and makes another there. */
let last: { readonly merge: Merge; readonly path: string } | undefined;
/** Of a document that is done once. */
let hasRecalled = false;

/** Takes what the sources tell, and records each event once, its products by the names that the catalogue has. */
export interface Intake {
  report(origin: SourceName, name: string, params: Fields): void;
  know(origin: SourceName, product: Named, main?: "main"): void;
  /**
   * What is kept of the cart's changes in the moment before the page began counts as told by this origin as it begins: a form or a link that loads
   * the page anew has changed it, and another source may tell of it here. Once, and not where the page began long ago.
   */
  recall(origin: SourceName): Promise<void>;
  /** Records what waits, now: the page is being left. */
  flush(): void;
  /** Another view of the page begins. */
  turn(): void;
}

/** @param settled When what the sources know of products is known. Never rejects. */
export function createIntake(page: Page, resolve: Resolve, settled: () => Promise<unknown>): Intake {
  let waiting: readonly Heard[] = [];
  let draining = false;
  const open = (merge = createMerge(), early: readonly Told[] = []): View => {
    page.admit = merge.admit;
    last = { merge, path: location.pathname };
    return { merge, since: Date.now(), viewed: [], early, main: undefined, categories: new Map() };
  };
  let view = open(last?.path === location.pathname ? last.merge : undefined);
  for (const [origin, event] of page.early) view.merge.admit(origin, [event]);

  /** Whether another has told of it in the view before, just before this one began: then that is what this one is about. */
  const isTold = (by: SourceName, { kind, item }: ShopEvent, view: View): boolean => {
    const told = view.early.some(
      ([other, event]) => other !== by && event.item === item && event.at >= view.since - EARLY_MS,
    );
    if (kind !== "view" || !told) return false;
    view.main = undefined;
    return true;
  };

  const keep = ({ origin, name, params, at, view }: Heard): void => {
    void page.record(name, params, at, (events) => {
      const admitted = view.merge.admit(origin, events);
      for (const event of events)
        if (event.kind === "view" && view.viewed.length < MAX_VIEWED) view.viewed.push([origin, event]);
      return admitted.filter((event) => !isTold(origin, event, view)).map((event) => placed(event, view));
    });
  };

  /** A page about one product, and one product viewed: whatever they are called there, it is that one, unless their titles say otherwise. */
  const link = ({ origin, name, params, view }: Heard): void => {
    const { merge, main } = view;
    const ids = linesOf(params).flatMap((line) => readId(line.item_id) ?? []);
    if (name !== "view_item" || main === undefined || ids.length !== 1) return;
    const viewed = origin === "json-ld" ? merge.viewed() : ids[0];
    if (viewed === undefined) return;
    view.main = undefined;
    if (merge.namesOf(viewed).titles.every((title) => isAlike(title, main.title)))
      merge.know({ ids: [...main.ids, viewed] }, origin);
  };

  const resolved = async (heard: Heard): Promise<Heard> => {
    const { name, params, view } = heard;
    if (EVENT_NAMES[name] === "list") return heard;
    const items = await Promise.all(
      linesOf(params).map(async (line) => {
        const id = readId(line.item_id);
        const { ids } = id === undefined ? { ids: [] } : view.merge.namesOf(id);
        return ids.length > 1 ? { ...line, item_id: await resolve(ids) } : line;
      }),
    );
    return { ...heard, params: items.length === 0 ? params : { ...params, items } };
  };

  const drain = async (): Promise<void> => {
    if (draining) return;
    draining = true;
    await settled();
    for (let heard = waiting[0]; heard !== undefined; heard = waiting[0]) {
      link(heard);
      const ready = await resolved(heard);
      // Recorded as it was where the page was left meanwhile.
      if (waiting[0] !== heard) continue;
      waiting = waiting.slice(1);
      keep(ready);
    }
    draining = false;
  };

  const flush = (): void => {
    const all = waiting;
    waiting = [];
    for (const heard of all) {
      link(heard);
      keep(heard);
    }
  };

  const know: Intake["know"] = (origin, product, main) => {
    const { ids, category } = product;
    view.merge.know(product, origin);
    if (category !== undefined && view.categories.size + ids.length < MAX_NAMES)
      for (const id of ids) {
        const key = `${origin} ${aliasKey(id)}`;
        view.categories.set(key, joinedPath([view.categories.get(key) ?? category, category]) ?? category);
      }
    if (main !== undefined) view.main = product;
  };

  return {
    report(origin, name, params) {
      for (const line of linesOf(params)) {
        const id = readId(line.item_id);
        if (id !== undefined)
          know(origin, { ids: [id], title: readText(line.item_name), category: categoryOfLine(line) });
      }
      if (waiting.length >= MAX_WAITING) flush();
      waiting = [...waiting, { origin, name, params, at: Date.now(), view }];
      void drain();
    },
    know,
    async recall(origin) {
      const { merge } = view;
      const agoMs = performance.now();
      if (hasRecalled || agoMs > SAME_ACT_MS) return;
      hasRecalled = true;
      const at = Date.now();
      const began = at - agoMs;
      // Answered after what the page before has left was written.
      await page.engine.ask<"status">({ type: "status" });
      const reply = await page.engine.ask<"events">({ type: "events", limit: MAX_RECALLED });
      const kept = (reply.ok ? reply.value : []).filter(
        (event) => CART.includes(event.kind) && event.at <= began + CLOCKS_MS && event.at >= began - SAME_ACT_MS,
      );
      merge.admit(
        origin,
        kept.map((event) => ({ ...event, at })),
      );
    },
    flush,
    turn() {
      view = open(undefined, view.viewed);
    },
  };
}

/** Who tells of categories, the page's trail before the product's own line, which is nearer to it. */
const PLACERS = SOURCES.toReversed();

/** With the category of its product, or of each that a list shows, where the page tells it. Of several none is left out, since any may be sensitive. */
function placed(event: ShopEvent, { merge, categories }: View): ShopEvent {
  const placeOf = (id: string): string | undefined => {
    const keys = merge.namesOf(id).ids.map(aliasKey);
    return joinedPath(PLACERS.flatMap((origin) => keys.flatMap((key) => categories.get(`${origin} ${key}`) ?? [])));
  };
  if (event.items) {
    const each = event.items.map((id) => placeOf(id) ?? "");
    return each.some(Boolean) ? { ...event, categories: each } : event;
  }
  const category = placeOf(event.item ?? "");
  return category === undefined ? event : { ...event, category };
}

/** Of titles one may say more than the other: "Runner - red" and "Runner". */
function isAlike(title: string, main = title): boolean {
  const other = main.trim().toLowerCase();
  return title.includes(other) || other.includes(title);
}

const linesOf = ({ items }: Fields): readonly Fields[] =>
  Array.isArray(items) ? items.map((item) => readFields(item) ?? {}) : [];
