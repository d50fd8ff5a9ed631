import type { Consent, Profile, RankReply } from "../../core/bridge/protocol.ts";
import type { ShopEvent } from "../../core/event/event.ts";
import type { Inkling, Status } from "../api.ts";
import { ITEM, itemId } from "../capture/shelf.ts";
import { readOptOut } from "../consent/opt-out.ts";
import { forbidsSharing } from "../consent/privacy-control.ts";
import { consentHeard, sourcesRead } from "../notices.ts";
import { filesLoaded, type Timings } from "./timings.ts";

const LAST_EVENTS = 20;
/** Products whose place is explained. */
const EXPLAINED = 8;

/** What the panel shows. Without an engine there are neither interests, places nor events. */
export interface Known {
  readonly status: Status;
  /** Of the page's own, those that are read. */
  readonly sources: readonly string[];
  /** What each who speaks of consent says of it, undefined where it has no say: banners and platforms that are listened to, the shopper, the browser. */
  readonly heard: ReadonlyMap<string, Partial<Consent> | undefined>;
  readonly profile?: Profile;
  /** The first products that stand in the page, as they would be ranked; without such, the best for this shopper. */
  readonly order?: Pick<RankReply, "items" | "basis" | "reason">;
  /** Newest first. */
  readonly events: readonly ShopEvent[];
}

export async function look(inkling: Inkling): Promise<{ readonly known: Known; readonly timings: Timings }> {
  const [status, statusMs] = await timed(inkling.status());
  const known = { status, sources: [...sourcesRead.read().keys()], heard: consentSaid(), events: [] };
  const timings = { statusMs, files: filesLoaded() };
  // Questions that nobody can answer would count as problems.
  if (status.engine === undefined) return { known, timings };
  const shown = [...document.querySelectorAll(ITEM)].map(itemId);
  const ids = [...new Set(shown)].slice(0, EXPLAINED);
  const about = ids.length > 0 ? { ids } : { n: EXPLAINED };
  const [{ items, basis, reason }, rankMs] = await timed(
    inkling.rank({ ...about, display: true, slot: "inkling-debug" }),
  );
  const [profile, events] = await Promise.all([inkling.profile(), inkling.events(LAST_EVENTS)]);
  return { known: { ...known, profile, order: { items, basis, reason }, events }, timings: { ...timings, rankMs } };
}

/** Whoever has a say of consent but the shop's own code. */
function consentSaid(): Known["heard"] {
  const off = readOptOut();
  return new Map<string, Partial<Consent> | undefined>([
    ...consentHeard.read(),
    ...(Object.keys(off).length > 0 ? [["The shopper", off] as const] : []),
    ...(forbidsSharing() ? [["Global Privacy Control", { contribute: false }] as const] : []),
  ]);
}

async function timed<T>(answer: Promise<T>): Promise<readonly [T, number]> {
  const before = performance.now();
  return [await answer, performance.now() - before];
}
