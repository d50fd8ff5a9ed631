import type { Values } from "../../src/core/bridge/protocol.ts";
import { RequestError, StorageError } from "../../src/core/errors.ts";
import type { ShopEvent } from "../../src/core/event/event.ts";
import { EVENT_KINDS } from "../../src/core/event/kinds.ts";
import { itemised } from "../../src/core/event/refunds.ts";
import { cleaned, parseStored } from "../../src/core/event/stored.ts";
import type { Steps } from "../../src/core/steps.ts";
import { inTime } from "../serve/in-time.ts";
import type { Appended, Left, StoredEvent } from "../store/store.ts";
import { quiet, type Session } from "./session.ts";
import { knownOf } from "./told.ts";

const MAX_EVENTS_READ = 1_000;
/** Events of one append: the page keeps at most this many waiting. */
const MAX_APPENDED = 1_000;
/** Events that memory may hold beyond the store's before it is read anew. */
const SLACK = 500;
/** Events that a repeated one is looked for among. */
const RECENT = 1_000;
const NOTHING = { stored: 0, duplicates: 0 } as const;

/** Keeps events, parsed anew since anything may come over a thread. Resolves once they are committed. */
export async function append(session: Session, given: readonly unknown[]): Promise<Values["append"]> {
  if (!Array.isArray(given) || given.length > MAX_APPENDED)
    throw new RequestError(`append takes a list of at most ${MAX_APPENDED} events`);
  const { loaded } = session.catalogue;
  const { erasures } = session;
  const all = await session.platform.pace(soundOf(session, given));
  if (session.paused || session.consent.store === false || session.erasures !== erasures) return NOTHING;
  const sound = all.filter((event) => !session.isForgotten(event));
  const wholeRefund = sound.some(({ kind, item }) => kind === "refund" && item === undefined);
  const parsed = wholeRefund ? itemised(sound, session.memory.events) : sound;
  const unknown = unknownOf(parsed, session.memory.events.slice(-RECENT));
  const { events, stored, duplicates } = await keep(session, unknown);
  if (session.erasures !== erasures) return drop(session, events);
  await session.memory.add(events, session.keeper.store);
  // A catalogue that came meanwhile has swept without these.
  if (session.catalogue.loaded !== loaded) await session.sweep().catch(quiet);
  if (events.some(movesRankings)) session.changed();
  if (session.hasBecomeDue()) session.platform.notify("status");
  tidyLater(session);
  // A refund may have become several.
  return { stored: Math.min(stored, sound.length), duplicates: duplicates + parsed.length - unknown.length };
}

/**
 * Those that can be read, without what is never kept: acts on products of sensitive categories, or on such as only their pages tell to be, these among what was
 * shown, lists' names that are such a category's, categories of what was shown, and titles and categories of what the catalogue knows.
 */
export function* soundOf({ loaded, desk }: Session, given: readonly unknown[]): Steps<ShopEvent[]> {
  const sound: ShopEvent[] = [];
  for (const one of given) {
    yield;
    const parsed = parseStored(one);
    if (parsed === undefined) continue;
    const { categories = [], ...event } = parsed;
    const lines = categories.map((category, place) => ({ item: event.items?.[place] ?? "", category }));
    const left = cleaned(event, yield* knownOf(loaded, desk, [event, ...lines]));
    if (left) sound.push(left);
  }
  return sound;
}

/** Without those that are kept already: a page that does not know whether its last events were stored sends them again. Lines of one call may be alike. */
export const unknownOf = (events: readonly ShopEvent[], recent: readonly ShopEvent[]): ShopEvent[] =>
  events.filter((event) => !recent.some((other) => isSame(event, other)));

/** No shopper does the same thing to the same product again in the same millisecond, but for what one call tells. */
function isSame(a: ShopEvent, b: ShopEvent): boolean {
  return (
    a.at === b.at &&
    a.kind === b.kind &&
    a.item === b.item &&
    a.query === b.query &&
    a.transaction === b.transaction &&
    a.placement?.request === b.placement?.request
  );
}

/** A store that is full or broken is given up for memory, with all that is known. */
async function keep(session: Session, events: readonly ShopEvent[]): Promise<Appended> {
  const { store } = session.keeper;
  try {
    return await store.append(events);
  } catch (error) {
    if (!(error instanceof StorageError) || store.kind === "memory") throw error;
    // Of several appends in flight the first gives the store up; all go on in the other.
    if (session.keeper.store === store) session.giveUpStore(error.message);
    return session.keeper.store.append(events);
  }
}

/** Told before everything was erased, written perhaps after: a repeated purchase has the store write twice. */
async function drop({ keeper, memory }: Session, events: readonly ShopEvent[]): Promise<typeof NOTHING> {
  const left: Left = (event) => (events.some((gone) => isSame(event, gone)) ? undefined : event);
  await keeper.store.forget(left, (id) => events.some(({ item }) => item === id));
  await memory.reload(keeper.store);
  return NOTHING;
}

/** Once for any number of appends: counting the store after each would cost as much as the appends. */
export function tidyLater(session: Session): void {
  if (session.tidyDue) return;
  session.tidyDue = true;
  session.platform.whenIdle(() => {
    session.tidyDue = false;
    void tidy(session).catch(quiet);
  });
}

/** Another tab may have folded what this one still holds one by one. */
async function tidy({ keeper, memory }: Session): Promise<void> {
  const { folded } = await keeper.store.compact();
  const { events } = await keeper.store.size();
  if (folded > 0 || memory.events.length > events + SLACK) await memory.reload(keeper.store);
}

/** Sights and page views change no order at once; everything else about a product does. */
function movesRankings(event: ShopEvent): boolean {
  return EVENT_KINDS[event.kind].weight !== 0 || event.kind === "dwell";
}

/** The newest first. */
export function newestEvents({ memory, platform }: Session, limit: number): ShopEvent[] {
  const count = Math.max(1, Math.min(MAX_EVENTS_READ, Math.floor(limit) || 1));
  return inTime(memory.events, platform.now()).slice(-count).reverse().map(plain);
}

/** Without what the store adds. */
export const plain = ({ seq: _, ...event }: StoredEvent): ShopEvent => event;
