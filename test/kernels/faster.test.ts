import fc from "fast-check";
import { expect, test } from "vitest";
import { createFasterScorer } from "../../workers/kernels/scorer/faster.ts";
import { cases, largeCases, slowTop } from "./reference.ts";

/** A clock by which the scorer that is asked first or second takes so long. Each is asked twice. */
function clockOf(firstMs: number, secondMs: number): () => number {
  let ms = 0;
  let reads = 0;
  return () => {
    // Every second reading ends a run.
    if (reads++ % 2 === 1) ms += reads <= 4 ? firstMs : secondMs;
    return ms;
  };
}

test("its answers are those of every score and a sort, before the measurement and after, whichever won", () => {
  fc.assert(
    fc.property(cases, fc.boolean(), ({ items, query, count }, plainWins) => {
      let measure = (): void => {};
      const scorer = createFasterScorer(
        items,
        (run) => {
          measure = run;
        },
        plainWins ? clockOf(1, 2) : clockOf(2, 1),
      );
      expect(scorer.top(query, count)).toEqual(slowTop(items, query, count));
      measure();
      expect(scorer.top(query, count)).toEqual(slowTop(items, query, count));
    }),
  );
});

test.each([
  { faster: "WASM", clock: clockOf(2, 1), follows: false },
  { faster: "plain", clock: clockOf(1, 2), follows: true },
])("measured once, and $faster is used where it is the faster", ({ clock, follows }) => {
  const { items, query, count } = largeCases()[0]!;
  const runs: (() => void)[] = [];
  // Scales of its own, to tell the two apart: WASM has copied them, the plain one reads them anew.
  const scales = items.scales.slice();
  const scorer = createFasterScorer({ ...items, scales }, (run) => runs.push(run), clock);
  expect(runs).toHaveLength(1);
  runs[0]!();
  scales.fill(0);
  const { scores } = scorer.top(query, count);
  expect(scores.every((score) => score === 0)).toBe(follows);
  expect(runs).toHaveLength(1);
});

test("it keeps one copy of the vectors, whole, in its own memory", () => {
  const given = Int8Array.from({ length: 5 * 64 }, (_, at) => at % 127);
  const items = { vectors: given, scales: new Float32Array(5).fill(1), dims: 64 };
  const { vectors } = createFasterScorer(items, () => {}, performance.now);
  expect(vectors).toEqual(given);
  expect(vectors.buffer).not.toBe(given.buffer);
});
