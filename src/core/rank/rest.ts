import type { ItemIndex } from "../brands.ts";
import type { Ranking } from "../catalogue/ranking.ts";
import { DAY_MS } from "../time.ts";
import { POLICY } from "./policy.ts";

/**
 * Until when a bought product is not offered again (epoch ms), while that is to come: a share of its category's repurchase
 * interval, when that is known.
 */
export function restsUntil(ranking: Ranking, item: ItemIndex, boughtAt: number, now: number): number | undefined {
  const category = ranking.categoryOf[item]! - 1;
  const interval = category < 0 ? 0 : ranking.repurchase[category]!.intervalDays;
  const until = boughtAt + (interval > 0 ? POLICY.restShare * interval * DAY_MS : POLICY.unknownRestMs);
  return until > now ? until : undefined;
}
