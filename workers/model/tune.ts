import type { Head } from "../../src/core/catalogue/learned.ts";
import { gainOf, heldOutOf, MIN_CHOICES } from "../../src/core/rank/tuning/judge.ts";
import type { ChoiceList } from "../../src/core/rank/tuning/lists.ts";
import { logitsOf } from "../../src/core/rank/tuning/logits.ts";
import { shuffled } from "../../src/core/shuffled.ts";
import type { HeadLists, HeadSlopes } from "./slopes.ts";

export interface Tuning {
  /** As it ships; left as it is. */
  readonly head: Head;
  /** In the order of their times. */
  readonly lists: readonly ChoiceList[];
  /** How a head's loss on lists changes with its weights, on whatever computes. */
  readonly slopesOf: (head: Head, lists: HeadLists) => Promise<HeadSlopes>;
  /** 0 to 1, without 1. */
  readonly random: () => number;
  /** Awaited between steps, so that others get their turn. */
  readonly pause: () => Promise<void>;
  /** Ends the training: what was begun rejects with its reason. */
  readonly signal?: AbortSignal;
}

/** What came of training on this device's own choices. */
export interface Trained {
  /** "accepted": `head` ranks this shopper's latest choices better than the shipped one, "reverted": it was not shown to. */
  readonly outcome: "accepted" | "reverted" | "too-few";
  readonly why: string;
  /** Of the accepted alone. */
  readonly head: Head | undefined;
  /** Lists learned from, and held out. */
  readonly lists: number;
  readonly heldOut: number;
  /** What it gains on those held out, in log likelihood of the choice (nats), and the lower bound of it. */
  readonly gain: number;
  readonly low: number;
}

/** Strength of the pull toward the shipped head, in choices: what fewer say moves little. */
const PULL = 1_000;
/** Choices of one step, and steps along all of them. */
export const STEP = 64;
const EPOCHS = 8;
/** Bounds how sharply the loss of one choice bends: steps stay below its inverse. */
const BEND = 16;

/** Trains a head on the choices before the latest and keeps it if it is better on those: a paired test, choice by choice. */
export async function trainOnDevice(tuning: Tuning): Promise<Trained> {
  const { head, lists, pause } = tuning;
  const heldOut = heldOutOf(lists.length);
  const counts = { lists: lists.length - heldOut, heldOut };
  if (lists.length < MIN_CHOICES) {
    const why = `${lists.length} choices on ranked lists; at least ${MIN_CHOICES} are needed`;
    return { outcome: "too-few", why, head: undefined, ...counts, gain: 0, low: 0 };
  }
  const tuned = await tuneHead({ ...tuning, lists: lists.slice(0, -heldOut) });
  await pause();
  const logits = (by: Head) => (list: ChoiceList) => logitsOf(by, list);
  const { gain, low } = gainOf(logits(head), logits(tuned), lists.slice(-heldOut));
  const accepted = low > 0;
  const why = `${accepted ? "better" : "not shown to be better"} on the latest ${heldOut} choices`;
  return { outcome: accepted ? "accepted" : "reverted", why, head: accepted ? tuned : undefined, ...counts, gain, low };
}

/**
 * The head that is most probable after these choices, where before them its last layer lay around the shipped one
 * (L2 toward it): down the slopes of the weighted loss in small plain steps. (Not Adam's: from few lists it would move what they say nothing
 * of as far as what they do.) The other layers stay as they are.
 */
export async function tuneHead({ head, lists, slopesOf, random, pause, signal }: Tuning): Promise<Head> {
  const [one, two, shipped] = head.weights;
  const last = shipped.slice();
  const tuned: Head = { ...head, weights: [one, two, last] };
  const mean = lists.reduce((sum, { weight }) => sum + weight, 0) / lists.length;
  const pull = PULL / lists.length;
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    const order = shuffled(lists, random);
    for (let from = 0; from < order.length; from += STEP) {
      await pause();
      signal?.throwIfAborted();
      const part = order.slice(from, from + STEP);
      const rate = part.length / lists.length / (BEND + pull);
      const { weights } = await slopesOf(tuned, batchOf(part, mean));
      for (let at = 0; at < last.length; at++)
        last[at]! -= rate * (weights[2][at]! + pull * (last[at]! - shipped[at]!));
    }
  }
  return tuned;
}

/** Log weight of a row that only fills up a list: finite, because tfjs makes NaN of zero times infinity. */
const FILLER = -1e4;

/** As long as the longest of them. `mean`: of the weights of all. */
function batchOf(lists: readonly ChoiceList[], mean: number): HeadLists {
  const candidates = Math.max(...lists.map(({ base }) => base.length));
  const features = lists[0]!.values.length / lists[0]!.base.length;
  const values = new Float32Array(lists.length * candidates * features);
  const base = new Float32Array(lists.length * candidates);
  const logWeights = new Float32Array(lists.length * candidates).fill(FILLER);
  lists.forEach((list, at) => {
    values.set(list.values, at * candidates * features);
    base.set(list.base, at * candidates);
    logWeights.fill(0, at * candidates, at * candidates + list.base.length);
  });
  return { candidates, values, base, logWeights, weights: Float32Array.from(lists, ({ weight }) => weight / mean) };
}
