import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openGate } from "../../cli/hold-out.ts";
import { buildCatalogue } from "../../compiler/build.ts";
import { readHistory } from "../../compiler/history/read.ts";
import { type Sequence, sequencesOf } from "../../compiler/history/sequences.ts";
import { openRanked } from "../../compiler/output/open.ts";
import { interestBefore } from "../../compiler/train/transitions.ts";
import { rankUnder } from "../../lab/federated/exam.ts";
import { questionOf } from "../../lab/hold-out/questions.ts";
import { rankOf } from "../../lab/metrics/rank.ts";
import { ROOT } from "../../scripts/paths.mjs";
import { decodeLearned } from "../../src/core/catalogue/learned.ts";
import { FEATURES } from "../../src/core/rank/features.ts";
import { prepareLearned, withLearned } from "../../src/core/rank/learned.ts";
import { prepare } from "../../src/core/rank/prepared.ts";
import { scoreAll } from "../../src/core/rank/score.ts";
import { sharedHead } from "../../src/core/rank/shared-head.ts";
import { SUBSETS, type Subset, sizeOf } from "../../src/core/rank/subset.ts";
import { createGemm } from "../../workers/kernels/gemm/gemm.ts";
import { createProduct } from "../../workers/kernels/gemm/product.ts";
import { learnedParts } from "../../workers/learned.ts";
import { modelSection } from "../support/model-section.ts";

const VECTORS = join(ROOT, "test/vectors/catalogue-v1");
const source = (name: string) => ({ name, bytes: readFileSync(join(VECTORS, name)) });
const ZERO = new Float32Array(FEATURES.length);
const product = createProduct(createGemm());
const weightsOf = (subset: Subset): Float32Array =>
  Float32Array.from({ length: sizeOf(subset) }, (_, at) => 3 * Math.sin(5 * at));

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "inkling-hold-out-"));
  await buildCatalogue({
    ...{ out: join(folder, "pack"), feed: source("feed.tsv"), history: [source("history.csv")] },
    ...{ minUsers: 1, strict: false },
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A shopper as of each step from the second on. */
const beginnings = ({ items, times, kinds }: Sequence): Sequence[] =>
  Array.from({ length: items.length - 1 }, (_, at) => ({
    items: items.subarray(0, at + 2),
    times: times.subarray(0, at + 2),
    kinds: kinds.slice(0, at + 2),
  }));

describe.each([
  ["without learned parts", undefined],
  ["with a head", modelSection()],
])("a question to a shop %s", (_, section) => {
  test("is answered as the shop's own ranking answers it, whatever the weights", () => {
    const { ranking, aliases } = openRanked(join(folder, "pack"));
    const { interactions } = readHistory(source("history.csv").bytes, "history.csv");
    const { sequences } = sequencesOf(interactions, (id) => aliases.resolve(id));
    const learned = section && prepareLearned(decodeLearned(section, FEATURES.length, ranking.products));
    const prepared = prepare(ranking, aliases, learned);
    let moved = 0;
    for (const sequence of sequences.flatMap(beginnings)) {
      const place = sequence.items.length - 1;
      const interest = interestBefore(prepared, sequence, place, 86_400_000);
      const known = new Set(sequence.items.subarray(0, place));
      const rankWith = (weights: Float32Array) => {
        const shop = learnedParts.shared(prepared, weights);
        const { total } = withLearned(shop, interest, scoreAll(shop, interest, new Map()));
        const target = sequence.items[place]!;
        return rankOf(
          total.map((score, item) => (known.has(item) && item !== target ? Number.NEGATIVE_INFINITY : score)),
          target,
        );
      };
      const question = questionOf(prepared, sequence);
      expect(rankUnder(question, sharedHead(ZERO), product)).toBe(rankWith(ZERO));
      for (const subset of SUBSETS) {
        const weights = weightsOf(subset);
        expect(rankUnder(question, sharedHead(weights), product)).toBe(rankWith(weights));
        if (rankWith(ZERO) !== rankWith(weights)) moved++;
      }
    }
    expect(moved).toBeGreaterThan(0);
  });
});

describe("a gate of files", () => {
  const gateOf = (history: string) => openGate({ catalogue: join(folder, "pack"), history: [history] });

  test("measures the same each time, and anew once its history is another", async () => {
    const history = join(folder, "lately.csv");
    const rows = source("history.csv").bytes.toString("utf8").trim().split("\n");
    writeFileSync(history, rows.slice(0, 30).join("\n"));
    const gate = await gateOf(history);
    const first = await gate();
    expect(await gate()).toBe(first);
    const zero = await first.quality(ZERO);
    expect(zero).toBeGreaterThan(0);
    expect(zero).toBeLessThanOrEqual(1);
    expect(await first.quality(weightsOf("hidden-32"))).not.toBe(zero);
    writeFileSync(history, rows.join("\n"));
    utimesSync(history, new Date(), new Date(Date.now() + 5_000));
    const second = await gate();
    expect(second.id).not.toBe(first.id);
    expect(second.questions).toBeGreaterThan(first.questions);
  });

  test("says what is wrong with its files", async () => {
    const none = join(folder, "none.csv");
    await expect(gateOf(none)).rejects.toThrow("does not exist");
    writeFileSync(none, "shopper,item,time,kind\ns0,UNKNOWN-1,1767225600,view\ns1,UNKNOWN-1,1767225600,view\n");
    await expect(gateOf(none)).rejects.toThrow("asks nothing");
    await expect(openGate({ catalogue: folder, history: [none] })).rejects.toThrow("holds no whole catalogue");
  });
});
