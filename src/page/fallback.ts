import type {
  BasisReason,
  Explanation,
  Forecast,
  ForecastHorizon,
  InterestVector,
  Profile,
  RankedItem,
  RankReply,
  RankRequest,
} from "../core/bridge/protocol.ts";
import { SHOP_ORDER } from "../core/bridge/shop-order.ts";
import type { Done } from "./api.ts";
import type { Failure } from "./engine/link.ts";

/** The policy under which a list is filed that the shop ordered itself. */
export const SHOP_POLICY = "shop";

let lists = 0;

/** Names a list that no engine ranked, so that its impressions and clicks can still be joined. */
export const nextListName = (): string => `shop-${Date.now().toString(36)}-${lists++}`;

/** Why there is no better answer, as a reply says it. */
export function reasonOf({ code }: Failure): BasisReason {
  if (code === "timeout" || code === "destroyed") return code;
  return code === "request" ? "bad-request" : "no-worker";
}

const KNOWN: readonly Done["reason"][] = ["timeout", "destroyed", "storage", "request"];

/** Why something was not done, in the engine's own words as well. */
export const notDone = ({ code, message }: Failure): Done => ({
  reason: KNOWN.find((known) => known === code) ?? "no-worker",
  message,
});

/** The ids of a rank request as the shop gave them, with what it pinned first and without what it excluded. */
export function shopOrder(request: RankRequest): RankedItem[] {
  // Where no engine has checked the request, its lists may be anything.
  const list = (value: unknown): readonly string[] => (Array.isArray(value) ? value : []);
  const ids = list(request.ids);
  const order = new Set([...list(request.pin).filter((id) => ids.includes(id)), ...ids]);
  for (const id of list(request.exclude)) order.delete(id);
  const { n = 0 } = request;
  return [...order].slice(0, n >= 1 ? n : order.size).map((id) => ({ id, score: 0, parts: {}, reason: SHOP_ORDER }));
}

export const unranked = (reason: BasisReason, message: string): RankReply => ({
  items: [],
  basis: "shop-order",
  reason,
  policy: SHOP_POLICY,
  request: nextListName(),
  message,
});

export const unexplained = (id: string, message: string): Explanation => ({
  id,
  known: false,
  score: 0,
  parts: {},
  reason: SHOP_ORDER,
  evidence: [],
  message,
});

const NO_INTEREST: InterestVector = { events: 0, categories: [], brands: [] };

export const noForecast = (horizon: ForecastHorizon, reason: BasisReason): Forecast => ({
  horizon,
  categories: [],
  basis: "baseline",
  sessions: 0,
  reason,
});

export const noProfile = (reason: BasisReason): Profile => ({
  session: NO_INTEREST,
  longTerm: NO_INTEREST,
  recent: [],
  reason,
});
