import type { ItemIndex } from "../brands.ts";
import type { Reason } from "../bridge/protocol.ts";
import type { DisplaySection } from "../catalogue/display.ts";
import type { LiveSection } from "../catalogue/live.ts";
import { finish, type Steps } from "../steps.ts";
import { type Interest, interestOf } from "./interest.ts";
import type { Prepared } from "./prepared.ts";
import { restsUntil } from "./rest.ts";
import { type Scores, scoreSteps } from "./score.ts";
import type { Shopper } from "./shopper.ts";
import { touchesOf } from "./touches.ts";

/** Everything a ranking is computed from, at one moment. Nothing in it changes; a new event makes a new moment. */
export interface Moment {
  readonly prepared: Prepared;
  readonly shopper: Shopper;
  readonly interest: Interest;
  readonly scores: Scores;
  /** Undefined while the section is not loaded. */
  readonly display: DisplaySection | undefined;
  /** Prices and stock to show: undefined when there are none, or they have expired. */
  readonly live: LiveSection | undefined;
  /** What was last known to be sold out, however long ago: better than nothing for what not to offer. */
  readonly stock: Pick<LiveSection, "inStock"> | undefined;
  /** Why the shopper never wants to see a product; undefined where they said nothing of the kind. */
  readonly refused?: ((item: number) => Reason | undefined) | undefined;
  readonly now: number;
}

/** Scores with what was learned worked in: learnedSteps, where its code is at hand. */
export type Rescore = (prepared: Prepared, interest: Interest, scores: Scores) => Steps<Scores>;

/** For a catalogue without learned parts. */
export const additive: Rescore = function* (_prepared, _interest, scores) {
  yield;
  return scores;
};

export function momentOf(
  prepared: Prepared,
  shopper: Shopper,
  sections: Pick<Moment, "display" | "live" | "stock" | "refused">,
  now: number,
  rescore: Rescore,
): Moment {
  return finish(momentSteps(prepared, shopper, sections, now, rescore));
}

/** The same with places to rest. */
export function* momentSteps(
  prepared: Prepared,
  shopper: Shopper,
  sections: Pick<Moment, "display" | "live" | "stock" | "refused">,
  now: number,
  rescore: Rescore,
): Steps<Moment> {
  const touches = touchesOf(shopper.events, shopper.bought);
  yield;
  const interest = interestOf(prepared, touches, shopper.remembered, now);
  yield;
  const unlearned = yield* scoreSteps(prepared, interest, shopper.weary);
  const scores = yield* rescore(prepared, interest, unlearned);
  return { prepared, shopper, interest, scores, ...sections, now };
}

/** Whether the shopper did or asked for anything that rankings can follow. */
export function isPersonal({ interest, scores }: Moment): boolean {
  return interest.sources.length > 0 || scores.asked !== undefined;
}

/** Until when a bought product rests (epoch ms); undefined when it does not. */
export function restOf({ prepared, shopper, now }: Moment, item: ItemIndex): number | undefined {
  const boughtAt = shopper.bought.get(item);
  return boughtAt === undefined ? undefined : restsUntil(prepared.ranking, item, boughtAt, now);
}

export function rests(moment: Moment, item: ItemIndex): boolean {
  return restOf(moment, item) !== undefined;
}

/** False for what is known to be sold out or the shopper never wants to see; true while nobody knows. */
export function mayBeOffered({ stock, refused }: Moment, item: number): boolean {
  return refused?.(item) === undefined && (stock?.inStock(item) ?? true);
}
