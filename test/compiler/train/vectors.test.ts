import { expect, test } from "vitest";
import { modelOf } from "../../../compiler/model.ts";
import { drawsOf } from "../../../compiler/train/draws.ts";
import { preparedOf } from "../../../compiler/train/fold.ts";
import { stays } from "../../../compiler/train/stays.ts";
import { encoderOf } from "../../../compiler/train/vectors.ts";
import { bareProduct } from "../../../lab/data/bare-product.ts";
import { ENCODER } from "../../../src/core/catalogue/learned.ts";

const { width } = ENCODER;
const OPTIONS = { neighbours: 8, minShoppers: 1, onProgress() {} };
const KINDS = ["kettle", "tent"];

/** Ten products of each kind, that shoppers walk through. Nobody has met one more of each, nor another that is like that one alone, nor one that is like nothing. */
const products = [
  ...Array.from({ length: 20 }, (_, at) => ({
    ...bareProduct(`p${at}`),
    title: `${KINDS[at % 2]} ${KINDS[at % 2]} number${at}`,
  })),
  ...KINDS.flatMap((kind) => [
    { ...bareProduct(`new ${kind}`), title: `${kind} ${kind} of ${kind}maker` },
    { ...bareProduct(`far ${kind}`), title: `${kind}maker ${kind}maker` },
  ]),
  { ...bareProduct("odd"), title: "zither" },
];
const history = Array.from({ length: 120 }, (_, shopper) =>
  Array.from({ length: 6 }, (_, step) => ({
    shopper: `s${shopper}`,
    item: `p${(shopper + 2 * step) % 20}`,
    at: undefined,
    kind: "view" as const,
  })),
).flat();
const model = modelOf(products, history, OPTIONS);
const prepared = preparedOf(model, OPTIONS.neighbours);
const weights = encoderOf(
  prepared,
  model.sequences.map(stays),
  drawsOf(1),
  { checkpoint: undefined, job: "encoder" },
  () => {},
);

function vectorOf(id: string): number[] {
  const item = prepared.aliases.resolve(id)!;
  return [...weights.items.subarray(item * width, (item + 1) * width)].map((value) => value * weights.scales[item]!);
}
const mean = (vectors: readonly number[][]): number[] =>
  vectors[0]!.map((_, d) => vectors.reduce((sum, vector) => sum + vector[d]!, 0) / vectors.length);
const cosine = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, d) => sum + value * b[d]!, 0) / Math.hypot(...a) / Math.hypot(...b);
const met = (kind: number): number[] => mean(Array.from({ length: 10 }, (_, k) => vectorOf(`p${2 * k + kind}`)));

// All ten met are as much like it, so that the mean of those among its eight neighbours is near that of all.
test.each(KINDS.map((kind, at) => [kind, at] as const))(
  "a %s that nobody has met stands among those met that are like it by text, and one beside it that is like no other",
  (kind, at) => {
    for (const id of [`new ${kind}`, `far ${kind}`]) {
      expect(cosine(vectorOf(id), met(at)), id).toBeGreaterThan(0.9);
      expect(cosine(vectorOf(id), met(1 - at)), id).toBeLessThan(0.5);
    }
  },
);

test("one that is like nothing stays where it began", () => {
  expect(Math.hypot(...vectorOf("odd"))).toBeCloseTo(1, 1);
  expect(Math.max(cosine(vectorOf("odd"), met(0)), cosine(vectorOf("odd"), met(1)))).toBeLessThan(0.5);
});
