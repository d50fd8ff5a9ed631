import type { Explanation, Profile, RankedItem, ShopEvent, Status } from "inkling";
import { ask } from "../inkling.ts";
import { lookUp, note } from "./items.ts";

const MOST_EVENTS = 1_000;
const CANDIDATES = 8;

/** Everything the page shows, asked for in one go. */
export interface Knowledge {
  readonly status: Status;
  readonly profile: Profile;
  /** Newest first. */
  readonly events: readonly ShopEvent[];
  /** What the front page would show now. */
  readonly candidates: readonly RankedItem[];
}

export async function gather(): Promise<Knowledge> {
  const [status, profile, events, ranked] = await Promise.all([
    ask("status"),
    ask("profile"),
    ask("events", MOST_EVENTS),
    ask("rank", { n: CANDIDATES, slot: "device", display: true }),
  ]);
  const named = [profile.session, profile.longTerm].flatMap(({ categories, brands }) =>
    [...categories, ...brands].flatMap(({ from }) => from),
  );
  note(ranked.items);
  await lookUp([...named, ...events.flatMap(({ item }) => item ?? [])]);
  return { status, profile, events, candidates: ranked.items };
}

export async function explain(id: string): Promise<Explanation> {
  const explanation = await ask("explain", id);
  await lookUp([id, ...explanation.evidence.map(({ item }) => item)]);
  return explanation;
}
