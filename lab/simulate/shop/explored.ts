import { itemIndex } from "../../../src/core/brands.ts";
import type { Moment } from "../../../src/core/rank/moment.ts";
import { POLICY_VERSION } from "../../../src/core/rank/policy.ts";
import type { Prepared } from "../../../src/core/rank/prepared.ts";
import { rank } from "../../../src/core/rank/rank.ts";
import { shelfOf } from "../../../src/core/rank/shelf.ts";
import { topOf } from "../../../src/core/rank/top.ts";
import { EXPLORE, explorationName, explore } from "../../../src/core/rank/tuning/explore.ts";
import type { Random } from "../../random.ts";
import { timeOf } from "../calendar.ts";
import type { ClickModel } from "../clicks.ts";
import { streamOf } from "../draw.ts";
import type { TrueShop } from "../truth/goods.ts";
import { momentsOf, SHELF, SHELF_SIZE } from "./device.ts";
import type { Life } from "./life.ts";
import { type Shown, Visit } from "./visit.ts";

/** What streams of draws begin with, apart from those of other parts. */
const VISITING = 5;
const EXPLORING = 21;

const REQUEST = { n: SHELF_SIZE, slot: SHELF };
const POLICY_NAME = `${POLICY_VERSION}/simulated`;

/** What a device ranks at this moment: ids, the best first. */
export const shelf = (moment: Moment): readonly string[] =>
  rank(moment, REQUEST, () => undefined).items.map(({ id }) => id);

/** The same list as an engine shows it: now and then a slot of it goes to a product drawn among the best. */
function exploring(moment: Moment, list: readonly string[], chance: Random): Omit<Shown, "request"> {
  const { candidates, score } = shelfOf(moment, REQUEST, () => undefined);
  const best = topOf(candidates, score, EXPLORE.among).map((item) => moment.prepared.aliases.idOf(itemIndex(item)));
  const { list: items, explored } = explore(list, best, EXPLORE.share, () => chance.next());
  return { items, policy: explored === undefined ? POLICY_NAME : explorationName(POLICY_NAME, explored) };
}

/** A visit to the shop, before its shelf is looked at. */
export interface Arrival {
  /** Epoch ms. */
  readonly at: number;
  readonly moment: Moment;
  /** What the shipped ranking makes the shelf of. */
  readonly list: readonly string[];
  /** Has the shelf, which explores, looked at, and all that comes of it recorded: to be called once. */
  readonly see: () => void;
}

/** A shopper's visits since day 0, on a device that has this pack. */
export function* shelvesOf(
  shop: TrueShop,
  pack: Prepared,
  life: Life,
  { clicks, seed }: { readonly clicks: ClickModel; readonly seed: number },
): Generator<Arrival> {
  const { number } = life.shopper;
  const momentAt = momentsOf(pack);
  const chance = streamOf(seed, EXPLORING, number);
  for (const [visit, at] of life.visits.entries()) {
    if (at < timeOf(0)) continue;
    life.passTo(at);
    const moment = momentAt(life.events, at);
    const list = shelf(moment);
    const see = (): void => {
      const shown = { ...exploring(moment, list, chance), request: `${number}-${visit}` };
      new Visit(shop, life, at, streamOf(seed, VISITING, number, visit)).run(shown, clicks);
    };
    yield { at, moment, list, see };
  }
}
