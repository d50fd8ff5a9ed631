import { describe, expect, test } from "vitest";
import { type HeadRows, trainHead } from "../../../compiler/train/train-head.ts";
import { seededRandom } from "../../../lab/random.ts";
import { HEAD } from "../../../src/core/catalogue/learned.ts";
import { headOutputs } from "../../../src/core/rank/head.ts";

const FEATURES = 6;
const CANDIDATES = 8;
const LISTS = 600;
const CONSTANT = 5;

/** The right one has the largest difference of features 0 and 1; feature 5 never varies; base says nothing. */
function rows(seed: number): HeadRows {
  const random = seededRandom(seed).next;
  const values = new Float32Array(LISTS * CANDIDATES * FEATURES);
  const base = new Float32Array(LISTS * CANDIDATES);
  for (let list = 0; list < LISTS; list++) {
    const candidates = Array.from({ length: CANDIDATES }, () =>
      Array.from({ length: FEATURES }, (_, feature) => (feature === CONSTANT ? 3 : random())),
    ).sort((a, b) => b[0]! - b[1]! - (a[0]! - a[1]!));
    values.set(candidates.flat(), list * CANDIDATES * FEATURES);
    base.set(
      candidates.map(() => random()),
      list * CANDIDATES,
    );
  }
  return { features: FEATURES, candidates: CANDIDATES, values, base, logWeights: new Float32Array(base.length) };
}

const ALL = Array.from({ length: LISTS }, (_, list) => list);
const OPTIONS = { epochs: 6, dropout: 0.1, rate: 3e-3, decay: 1e-4, lists: 32 };

function firsts(head: ReturnType<typeof trainHead>, { values, base }: HeadRows): number {
  const outputs = headOutputs(head, values);
  let right = 0;
  for (let list = 0; list < LISTS; list++) {
    const scores = Array.from({ length: CANDIDATES }, (_, c) => {
      const at = list * CANDIDATES + c;
      return outputs[at]! + head.baseWeight * base[at]!;
    });
    right += Number(Math.max(...scores) === scores[0]);
  }
  return right / LISTS;
}

describe("the interest head", () => {
  const losses: number[] = [];
  const head = trainHead(rows(1), ALL, OPTIONS, seededRandom(2).next, (_, loss) => losses.push(loss));

  test("learns what tells the right candidate, and that the base says nothing", () => {
    expect(losses.at(-1)).toBeLessThan(losses[0]! / 1.5);
    expect(firsts(head, rows(9))).toBeGreaterThan(0.85);
    // It begins at 8, and a few steps take it down.
    expect(head.baseWeight).toBeLessThan(7.5);
  });

  test("the same seed gives the same head, another seed another", () => {
    const again = trainHead(rows(1), ALL, OPTIONS, seededRandom(2).next, () => {});
    expect(again).toEqual(head);
    expect(trainHead(rows(1), ALL, OPTIONS, seededRandom(3).next, () => {}).weights[0]).not.toEqual(head.weights[0]);
  });

  test("another feature that never varies changes no weight of the others, to the last bit", () => {
    const { values, ...rest } = rows(1);
    const wider = FEATURES + 3;
    const widened = Array.from({ length: rest.base.length }, (_, row) => [
      ...values.subarray(row * FEATURES, (row + 1) * FEATURES),
      0,
      7,
      -1,
    ]);
    const given = { ...rest, features: wider, values: Float32Array.from(widened.flat()) };
    const wide = trainHead(given, ALL, OPTIONS, seededRandom(2).next, () => {});
    const { first } = HEAD;
    const [one, ...others] = wide.weights;
    expect([one.subarray(0, FEATURES * first), ...others]).toEqual([...head.weights]);
    expect(wide.biases).toEqual(head.biases);
    expect(one.subarray((FEATURES - 1) * first).every((weight) => weight === 0)).toBe(true);
  });

  test("a feature that never varied has no say when it later does", () => {
    const { values } = rows(4);
    const toggled = values.map((value, cell) => (cell % FEATURES === CONSTANT ? -7 : value));
    expect(headOutputs(head, toggled)).toEqual(headOutputs(head, values));
  });
});
