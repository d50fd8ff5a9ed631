import { expect, test } from "vitest";
import { stepsOf } from "../../../compiler/train/lesson.ts";

test("a step leads to another product, or to another look at the same; cart and purchase of what was looked at are none", () => {
  const acts = [
    [4, "view"],
    [4, "cart"],
    [7, "view"],
    [7, "view"],
    [7, "purchase"],
    [4, "purchase"],
  ] as const;
  const sequence = {
    items: Uint32Array.from(acts, ([item]) => item),
    kinds: acts.map(([, kind]) => kind),
    times: new Float64Array(acts.length),
  };
  expect(stepsOf(sequence)).toEqual([2, 3, 5]);
  expect(stepsOf({ items: new Uint32Array(0), kinds: [], times: new Float64Array(0) })).toEqual([]);
});
