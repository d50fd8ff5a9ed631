import { describe, expect, test } from "vitest";
import { createSlopes } from "../../compiler/train/slopes.ts";
import { seededRandom } from "../../lab/random.ts";
import type { Head } from "../../src/core/catalogue/learned.ts";
import { FEATURES } from "../../src/core/rank/features.ts";
import { plainProduct } from "../../src/core/rank/product.ts";
import { MIN_CHOICES } from "../../src/core/rank/tuning/judge.ts";
import type { ChoiceList } from "../../src/core/rank/tuning/lists.ts";
import { onTopOf } from "../../src/core/rank/tuning/shared.ts";
import { zeroHead } from "../../src/core/rank/tuning/zero-head.ts";
import { STEP, type Tuning, trainOnDevice, tuneHead } from "../../workers/model/tune.ts";

const WIDTH = FEATURES.length;
const SEEN = 8;
const BRAND = FEATURES.indexOf("brand");
/** The unit of the last layer that a feature reaches by what it is above its usual value. */
const unitOf = (feature: number): number =>
  2 *
  zeroHead()
    .scale.slice(0, feature)
    .filter((scale) => scale > 0).length;
const slopesOf = createSlopes(WIDTH, STEP * SEEN);

/** Choices of one who takes the product with the most of one feature, or, without a taste, any. */
function choices(count: number, seed: number, taste: number | undefined, weight = 1): ChoiceList[] {
  const { next, below } = seededRandom(seed);
  const { mean, scale } = zeroHead();
  return Array.from({ length: count }, (_, at) => {
    const rows = Array.from({ length: SEEN }, () =>
      Array.from({ length: WIDTH }, (_, feature) => mean[feature]! + (2 * next() - 1) / (scale[feature]! || 1)),
    );
    const chosen =
      taste === undefined
        ? below(SEEN)
        : rows.reduce((best, row, place) => (row[taste]! > rows[best]![taste]! ? place : best), 0);
    const order = [rows[chosen]!, ...rows.filter((_, place) => place !== chosen)];
    return {
      at,
      values: Float32Array.from(order.flat()),
      base: Float32Array.from({ length: SEEN }, () => next()),
      weight,
    };
  });
}

const tuning = (lists: readonly ChoiceList[], more: Partial<Tuning> = {}): Tuning => ({
  head: zeroHead(),
  lists,
  slopesOf,
  random: seededRandom(1).next,
  pause: async () => {},
  ...more,
});

describe("training on the device", () => {
  test("learns nearly nothing once more that a published model says already", async () => {
    const lists = choices(60, 1, BRAND);
    const weights = new Float32Array(WIDTH);
    weights[BRAND] = 60;
    const beside = onTopOf(weights, undefined, lists, plainProduct);
    const movedBy = async (given: readonly ChoiceList[]): Promise<number> =>
      (await tuneHead(tuning(given))).weights[2][unitOf(BRAND)]!;
    expect(Math.abs(await movedBy(beside))).toBeLessThan((await movedBy(lists)) / 5);
    // What a model says a little of is still to be learned.
    const little = weights.map((weight) => weight / 60);
    expect((await trainOnDevice(tuning(onTopOf(little, undefined, lists, plainProduct)))).outcome).toBe("accepted");
  });

  test("keeps a head that ranks the latest choices better, and changes its last layer alone", async () => {
    const head = zeroHead();
    const trained = await trainOnDevice(tuning(choices(100, 1, BRAND), { head }));
    expect(trained).toMatchObject({ outcome: "accepted", lists: 70, heldOut: 30 });
    expect(trained.gain).toBeGreaterThan(trained.low);
    expect(trained.low).toBeGreaterThan(0);
    const last = trained.head!.weights[2];
    const unit = unitOf(BRAND);
    const [above, below] = [last[unit]!, last[unit + 1]!];
    expect(above).toBeGreaterThan(0);
    expect(below).toBeLessThan(0);
    expect(Math.max(...last)).toBe(above);
    expect({ ...trained.head!, weights: trained.head!.weights.slice(0, 2) }).toEqual({
      ...head,
      weights: head.weights.slice(0, 2),
    });
    expect(head).toEqual(zeroHead());
  });

  test("goes back to the shipped head where the latest choices are others", async () => {
    const turned = choices(100, 2, BRAND).map((list, at) =>
      at < 70 ? list : { ...list, values: mirrored(list.values) },
    );
    const trained = await trainOnDevice(tuning(turned));
    expect(trained.outcome).toBe("reverted");
    expect(trained.head).toBeUndefined();
    expect(trained.low).toBeLessThanOrEqual(0);
  });

  test("is not begun with fewer choices than hold", async () => {
    const trained = await trainOnDevice(tuning(choices(MIN_CHOICES - 1, 1, BRAND)));
    expect(trained).toMatchObject({ outcome: "too-few", head: undefined });
    expect(trained.why).toContain(String(MIN_CHOICES));
  });

  test("moves further the more was chosen", async () => {
    const moved = async (count: number): Promise<number> => {
      const head = await tuneHead(tuning(choices(count, 4, BRAND)));
      return Math.hypot(...head.weights[2]);
    };
    const few = await moved(20);
    expect(await moved(200)).toBeGreaterThan(2 * few);
  });

  test("learns by the weights of the choices, not by their sum", async () => {
    const price = FEATURES.indexOf("price");
    const both = (brands: number, prices: number): ChoiceList[] => [
      ...choices(40, 5, BRAND, brands),
      ...choices(40, 6, price, prices),
    ];
    const above = (head: Head, feature: number): number => head.weights[2][unitOf(feature)]!;
    const [even, uneven, scaled] = await Promise.all(
      [both(1, 1), both(8, 1), both(80, 10)].map((lists) => tuneHead(tuning(lists))),
    );
    expect(above(uneven!, BRAND)).toBeGreaterThan(1.3 * above(even!, BRAND));
    expect(above(uneven!, price)).toBeLessThan(above(even!, price) / 1.3);
    expect(above(scaled!, BRAND)).toBeCloseTo(above(uneven!, BRAND), 6);
  });

  test("gives way between steps, and ends when it is told to", async () => {
    const life = new AbortController();
    let pauses = 0;
    const pause = async (): Promise<void> => {
      if (++pauses === 3) life.abort(new Error("the page is closing"));
    };
    const lists = choices(200, 7, BRAND);
    await expect(trainOnDevice(tuning(lists, { pause, signal: life.signal }))).rejects.toThrow("the page is closing");
    expect(pauses).toBe(3);
  });
});

/** What was above its usual value is as far below it, so that what had most is chosen for having least. */
function mirrored(values: Float32Array): Float32Array {
  const usual = zeroHead().mean[BRAND]!;
  return values.map((value, cell) => (cell % WIDTH === BRAND ? 2 * usual - value : value));
}
