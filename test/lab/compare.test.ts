import { expect, test } from "vitest";
import { compare } from "../../lab/compare.ts";
import { readableComparison } from "../../lab/compare-report.ts";
import { evaluate } from "../../lab/evaluate.ts";
import { publishedFor } from "../../lab/published.ts";
import { evaluateRival } from "../../lab/rivals/evaluate.ts";
import { users } from "./generated.ts";

const OPTIONS = {
  neighbours: 8,
  train: false,
  seed: 1,
  sample: 80,
  onProgress: () => {},
  onNote: (note: string) => expect.fail(note),
};

test("each row is what the system gives by itself, on the same questions", async () => {
  const dataset = users("test");
  const { runs, skipped } = await compare(dataset, OPTIONS);
  expect(skipped).toEqual([]);
  expect(runs.map(({ system, inputs }) => [system, inputs])).toEqual([
    ["Inkling, catalogue alone", "text"],
    ["Inkling, history alone", "ids"],
    ["Inkling", "both"],
    ["vmis-knn", "ids"],
    ["slist", "ids"],
    ["sasrec", "ids"],
  ]);
  const rowOf = (name: string) => runs.find(({ system }) => system === name)!;
  const whole = rowOf("Inkling");
  const alone = { ...OPTIONS, useHistory: true, table: false, curve: false, cold: false };
  expect(whole).toMatchObject({ ndcg10: (await evaluate(dataset, alone)).ndcg10, gap: { gain: 0, low: 0, high: 0 } });
  for (const name of ["vmis-knn", "slist"] as const)
    expect(rowOf(name)).toMatchObject({ ndcg10: evaluateRival(dataset, name, alone).ndcg10 });
  for (const { ndcg10, gap } of runs) expect(gap.gain).toBeCloseTo(whole.ndcg10 - ndcg10, 12);

  const quoted = publishedFor("amazon-beauty");
  const made = { dataset: "x", protocol: "leave-one-out", split: "test", neighbours: 8, seed: 1, seconds: 1 } as const;
  const lines = readableComparison({
    ...made,
    runs,
    skipped: [{ system: "slist", reason: "it is too large" }],
    quoted,
  });
  for (const row of [...runs, ...quoted.map(({ system }) => ({ system: `${system} (quoted)` }))])
    expect(lines).toContain(`\n${row.system} `);
  expect(lines).toContain("slist is skipped: it is too large");
  const figures = lines
    .split("\n")
    .flatMap((line) => / {2}(?:ids|text|both) +[\d.]+ +(0\.\d{4})/.exec(line)?.[1] ?? []);
  expect(figures).toHaveLength(runs.length + quoted.length);
  expect(figures).toEqual(figures.toSorted());
}, 240_000);

test("published figures are told by the folder of the dataset", () => {
  expect(publishedFor("amazon-beauty").find(({ system }) => system === "TIGER")).toMatchObject({
    inputs: "text",
    figures: { hr10: 0.0648, ndcg10: 0.0384 },
  });
  expect(publishedFor("toys").some(({ system }) => system === "ActionPiece")).toBe(false);
  expect(publishedFor("diginetica").map(({ figures }) => figures.p20)).toEqual([35.8, 50.7, 54.2]);
  expect(publishedFor("my-shop")).toEqual([]);
});
