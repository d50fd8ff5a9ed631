import { itemIndex } from "../../../src/core/brands.ts";
import type { Moment } from "../../../src/core/rank/moment.ts";
import { POLICY_VERSION } from "../../../src/core/rank/policy.ts";
import { rank } from "../../../src/core/rank/rank.ts";
import { shelfOf } from "../../../src/core/rank/shelf.ts";
import { topOf } from "../../../src/core/rank/top.ts";
import { EXPLORE, explorationName, explore } from "../../../src/core/rank/tuning/explore.ts";
import type { Random } from "../../random.ts";
import { SHELF, SHELF_SIZE } from "./device.ts";
import type { Shown } from "./visit.ts";

/** What the stream of draws that exploring takes from begins with, apart from those of other parts. */
export const EXPLORING = 21;

const REQUEST = { n: SHELF_SIZE, slot: SHELF };
const POLICY_NAME = `${POLICY_VERSION}/simulated`;

/** What a device ranks at this moment: ids, the best first. */
export const shelf = (moment: Moment): readonly string[] =>
  rank(moment, REQUEST, () => undefined).items.map(({ id }) => id);

/** The same list as an engine shows it: now and then a slot of it goes to a product drawn among the best. */
export function exploring(moment: Moment, list: readonly string[], chance: Random): Omit<Shown, "request"> {
  const { candidates, score } = shelfOf(moment, REQUEST, () => undefined);
  const best = topOf(candidates, score, EXPLORE.among).map((item) => moment.prepared.aliases.idOf(itemIndex(item)));
  const { list: items, explored } = explore(list, best, EXPLORE.share, () => chance.next());
  return { items, policy: explored === undefined ? POLICY_NAME : explorationName(POLICY_NAME, explored) };
}
