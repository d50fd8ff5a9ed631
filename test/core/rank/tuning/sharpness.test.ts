import { describe, expect, test } from "vitest";
import { seededRandom } from "../../../../lab/random.ts";
import type { LogitsOf } from "../../../../src/core/rank/tuning/judge.ts";
import type { ChoiceList } from "../../../../src/core/rank/tuning/lists.ts";
import { evened, sharpnessOf, USUAL_SHARPNESS } from "../../../../src/core/rank/tuning/sharpness.ts";

const logitsOf: LogitsOf = ({ base }) => base.map((score) => 4 * score);

/** Choices among ten, drawn with probabilities of so many times the logits; the chosen one first. */
function choices(count: number, sharpness: number, seed = 1): ChoiceList[] {
  const { next } = seededRandom(seed);
  return Array.from({ length: count }, (_, at) => {
    const base = Float32Array.from({ length: 10 }, () => 2 * next());
    // The highest of logits with Gumbel noise is drawn by their softmax.
    const drawn = base.map((score) => sharpness * 4 * score - Math.log(-Math.log(next())));
    const chosen = drawn.indexOf(Math.max(...drawn));
    [base[0], base[chosen]] = [base[chosen]!, base[0]!];
    return { at, values: new Float32Array(0), base, weight: 1 };
  });
}

describe("how sharply choices follow logits", () => {
  test.each([1, 0.5, 0.25, 0.125])("is found where it is %d", (sharpness) => {
    const found = sharpnessOf(choices(1_000, sharpness), logitsOf);
    expect(Math.abs(Math.log2(found / sharpness))).toBeLessThanOrEqual(0.5);
  });

  test("is the usual where there are no choices, and hardly another where there is one", () => {
    expect(sharpnessOf([], logitsOf)).toBe(USUAL_SHARPNESS);
    for (let seed = 0; seed < 20; seed++) {
      const found = sharpnessOf(choices(1, 1, seed), logitsOf);
      expect(found).toBeGreaterThanOrEqual(USUAL_SHARPNESS / 4);
      expect(found).toBeLessThanOrEqual(USUAL_SHARPNESS * 2);
    }
  });

  test("is never more than 1, and never nothing", () => {
    const sure = choices(200, 50);
    expect(sharpnessOf(sure, logitsOf)).toBe(1);
    const contrary = sure.map((list) => ({ ...list, base: list.base.map((score) => -score) }));
    expect(sharpnessOf(contrary, logitsOf)).toBe(1 / 16);
  });

  test("counts choices by their weights, whatever these add up to", () => {
    const sharp = choices(60, 1, 2).map((list) => ({ ...list, weight: 8 }));
    const even = choices(60, 0.05, 3);
    const both = [...sharp, ...even];
    const found = sharpnessOf(both, logitsOf);
    const alike = sharpnessOf(
      both.map((list) => ({ ...list, weight: 1 })),
      logitsOf,
    );
    expect(found).toBeGreaterThan(alike);
    const tenfold = both.map((list) => ({ ...list, weight: 10 * list.weight }));
    expect(sharpnessOf(tenfold, logitsOf)).toBe(found);
  });

  test("leaves the order as it is", () => {
    const [list] = choices(1, 1);
    const [before, after] = [logitsOf(list!), evened(logitsOf, 0.25)(list!)];
    expect([...after]).toEqual([...before.map((logit) => logit / 4)]);
  });
});
