import type { ChannelName } from "../catalogue/graph.ts";
import { DAY_MS, MINUTE_MS } from "../time.ts";

/** Names these rules; kept with every impression, because later learning must know what chose the order. */
export const POLICY_VERSION = "base-1";

/**
 * The numbers of the additive score. Chosen on the validation parts of Beauty, Toys and diginetica, where they can show
 * (docs/decisions.md); the others are set so that evidence outweighs taste, and taste outweighs fashion.
 */
export const POLICY: {
  readonly sessionGapMs: number;
  readonly sessionShare: number;
  readonly longHalfLifeMs: number;
  readonly maxTouches: number;
  readonly dwellUnitMs: number;
  readonly maxTouchWeight: number;
  readonly forward: Readonly<Record<ChannelName, number>>;
  readonly backward: Readonly<Record<ChannelName, number>>;
  readonly repeat: number;
  readonly popularity: number;
  readonly trend: number;
  readonly category: number;
  readonly brand: number;
  readonly price: number;
  readonly query: number;
  readonly fatigue: number;
  readonly restShare: number;
  readonly unknownRestMs: number;
  readonly substituteShare: number;
  readonly complementShare: number;
  readonly diversity: number;
} = {
  /** A pause this long begins a new session (the web's usual 30 minutes). */
  sessionGapMs: 30 * MINUTE_MS,
  /** How much of the query is the session's; the rest is the long-term interest's. */
  sessionShare: 0.3,
  longHalfLifeMs: 30 * DAY_MS,
  /** Touches that rankings look at, newest first. */
  maxTouches: 200,
  /** Visible time that counts as one more view. */
  dwellUnitMs: 30_000,
  maxTouchWeight: 6,
  /** Factor on each channel's edges, walked from the products touched to their neighbours ... */
  forward: { text: 0.4, attributes: 0.06, followedBy: 1, boughtWith: 0.5 },
  /** ... and from products that have a touched one among their own neighbours. */
  backward: { text: 0.1, attributes: 0, followedBy: 0.05, boughtWith: 0.1 },
  /** The rest in units of the catalogue's usual strongest edge, so that they mean the same in every shop. */
  repeat: 12,
  popularity: 0.03,
  trend: 0.02,
  category: 0.25,
  brand: 0.1,
  price: 0.06,
  query: 3,
  fatigue: 0.1,
  /** A bought product rests for this share of its category's repurchase interval, or for 30 days. */
  restShare: 0.8,
  unknownRestMs: 30 * DAY_MS,
  /** What is left, after a purchase, of the interest in what it could be replaced by ... */
  substituteShare: 0.2,
  /** ... and how much more the things that go with it count. */
  complementShare: 2,
  /** Weight of dissimilarity in maximal marginal relevance. */
  diversity: 0.07,
};
