import { createSlopes } from "../../../compiler/train/slopes.ts";
import { EMPTY_COMPACTED } from "../../../src/core/event/compact.ts";
import { FEATURES } from "../../../src/core/rank/features.ts";
import type { Prepared } from "../../../src/core/rank/prepared.ts";
import { choicesOf, OWN_PROPENSITY, pastOf } from "../../../src/core/rank/tuning/lists.ts";
import { shownLists } from "../../../src/core/rank/tuning/shown.ts";
import { zeroHead } from "../../../src/core/rank/tuning/zero-head.ts";
import { STEP, type Trained, trainOnDevice } from "../../../workers/model/tune.ts";
import { ARMS, type Arm, weighedIn } from "../arms.ts";
import type { ClickModel } from "../clicks.ts";
import { streamOf } from "../draw.ts";
import { meanOf } from "../mean.ts";
import { SHELF_SIZE } from "../shop/device.ts";
import { shelf, shelvesOf } from "../shop/explored.ts";
import { Life } from "../shop/life.ts";
import { likingOf } from "../shop/liking.ts";
import { onTop } from "../shop/on-top.ts";
import type { TrueShop } from "../truth/goods.ts";
import { FREQUENT } from "../truth/habits.ts";
import type { Opened } from "./shop.ts";

/** What came of one device's training after so many clicks. */
export interface TuningCase {
  readonly shopper: number;
  readonly clicks: number;
  /** True preference of what the shipped ranking would show at the next visits, their mean. */
  readonly shipped: number;
  readonly arms: Readonly<Record<Arm, { readonly trained: Trained; readonly preference: number }>>;
}

export interface CasesOptions {
  /** Devices, all new on day 0. */
  readonly devices: number;
  readonly clicks: ClickModel;
  readonly seed: number;
  /** Clicks on shelves after which devices train, ascending. */
  readonly milestones: readonly number[];
  readonly onProgress: (stage: string, share: number) => void;
}

/** Visits after a training at which its ranking is asked, beside the shipped one, what it would show. */
const ASKED = 20;
/** What a stream of draws begins with, apart from those of other parts. */
const TRAINING = 22;

/**
 * Shoppers who come often use a shop whose devices explore; at each milestone their device trains as the product does. What is shown goes on
 * coming from the shipped ranking, so that every arm has the same shopper at the same moments with the same past.
 */
export async function tuningCases({ shop, pack }: Opened, options: CasesOptions): Promise<TuningCase[]> {
  const { devices, seed, onProgress } = options;
  const often: TrueShop = { ...shop, habits: FREQUENT };
  const train = trainer(pack, seed);
  const cases: TuningCase[] = [];
  for (let number = 0; number < devices; number++) {
    onProgress("devices that train", number / devices);
    // Other shoppers than those whom the shop was built from.
    const life = new Life(often, number, seed + 1_000_000);
    cases.push(...(await casesOf(often, pack, life, train, options)));
  }
  return cases;
}

interface Trial {
  readonly clicks: number;
  readonly trained: Readonly<Record<Arm, Trained>>;
  /** True preference at each visit since. */
  readonly shipped: number[];
  readonly own: Readonly<Record<Arm, number[]>>;
}

type Train = (life: Life) => Promise<Readonly<Record<Arm, Trained>>>;

async function casesOf(
  shop: TrueShop,
  pack: Prepared,
  life: Life,
  train: Train,
  { clicks, seed, milestones }: CasesOptions,
): Promise<TuningCase[]> {
  const trials: Trial[] = [];
  for (const { at, moment, list, see } of shelvesOf(shop, pack, life, { clicks, seed })) {
    const liking = likingOf(shop, life, at);
    const liked = (ids: readonly string[]): number => meanOf(liking(ids));
    for (const trial of trials.filter(({ shipped }) => shipped.length < ASKED)) {
      trial.shipped.push(liked(list));
      for (const arm of ARMS) {
        const { head } = trial.trained[arm];
        trial.own[arm].push(liked(head === undefined ? list : shelf(onTop(moment, { tuned: head }))));
      }
    }
    see();
    const due = milestones[trials.length];
    const made = life.events.filter(({ kind }) => kind === "click").length;
    if (due !== undefined && made >= due) {
      trials.push({ clicks: due, trained: await train(life), shipped: [], own: { debiased: [], naive: [] } });
    }
    if (trials.length === milestones.length && trials.at(-1)!.shipped.length === ASKED) break;
  }
  return trials.filter(({ shipped }) => shipped.length === ASKED).map((trial) => caseOf(life.shopper.number, trial));
}

function caseOf(shopper: number, { clicks, trained, shipped, own }: Trial): TuningCase {
  const arm = (name: Arm) => ({ trained: trained[name], preference: meanOf(own[name]) });
  return { shopper, clicks, shipped: meanOf(shipped), arms: { debiased: arm("debiased"), naive: arm("naive") } };
}

/** What a learner worker does, from the events of a device to its head, in each arm. */
function trainer(pack: Prepared, seed: number): Train {
  const slopesOf = createSlopes(FEATURES.length, STEP * SHELF_SIZE);
  const head = pack.learned?.head ?? zeroHead();
  return async ({ shopper, events }) => {
    const past = pastOf(pack, events, EMPTY_COMPACTED);
    const chosen = shownLists(events).flatMap((shown) => choicesOf(past, shown, OWN_PROPENSITY));
    const trained = (arm: Arm): Promise<Trained> => {
      const random = streamOf(seed, TRAINING, shopper.number);
      const lists = weighedIn(arm, chosen);
      return trainOnDevice({ head, lists, slopesOf, random: () => random.next(), pause: async () => {} });
    };
    return { debiased: await trained("debiased"), naive: await trained("naive") };
  };
}
