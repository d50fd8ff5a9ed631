import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { command } from "../../cli/command.ts";
import { EVAL_FLAGS } from "../../cli/eval-flags.ts";
import { RANGES } from "../../compiler/options.ts";
import { users } from "../lab/generated.ts";

const folder = mkdtempSync(join(tmpdir(), "inkling-eval-"));
const items = join(folder, "items.jsonl");
const sequences = join(folder, "sequences.txt");

beforeAll(() => {
  const { products, protocol } = users("test");
  const rows = products.map(({ id, title }) => JSON.stringify({ id, title }));
  writeFileSync(items, rows.join("\n"));
  const lines = protocol.cases.map(({ shopper, history, target }) => [shopper, ...history, target].join(" "));
  writeFileSync(sequences, lines.join("\n"));
});
afterAll(() => rmSync(folder, { recursive: true }));

type Flag = string | number;

async function run(...flags: Flag[]) {
  const out = vi.spyOn(console, "log").mockReturnValue();
  const err = vi.spyOn(console, "error").mockReturnValue();
  const code = await command(["node", "inkling", "eval", ...flags.map(String)]);
  const text = (spy: typeof out): string => spy.mock.calls.map((line) => line.join(" ")).join("\n");
  const written = { code, out: text(out), err: text(err) };
  vi.restoreAllMocks();
  return written;
}

test("--json prints one line with everything the issue names", async () => {
  const { code, out, err } = await run("--items", items, "--sequences", sequences, "--neighbours", 8, "--json");
  expect(code).toBe(0);
  expect(err).toBe("");
  expect(out).not.toContain("\n");
  const line = JSON.parse(out);
  expect(line).toMatchObject({ protocol: "leave-one-out", split: "test", neighbours: 8, history: true, items: 120 });
  expect(line.dataset).toBe(basename(folder));
  expect(line.users).toBe(line.cases);
  for (const name of ["hr10", "ndcg10", "p20", "mrr20", "coverage10", "gini", "diversity", "seconds", "peakRssMb"])
    expect(line[name], name).toBeGreaterThan(0);
  expect(Object.keys(line.slices)).toEqual(["history", "frequency", "cold"]);
  expect(line.parts).toMatchObject({ cases: line.cases, without: { text: { ndcg10: expect.any(Number) } } });
  expect(line.diversityCost).toMatchObject({ share: expect.any(Number), ndcg10: expect.any(Number) });
});

test("--own-training trains a device a user, and tells what that changes", async () => {
  const flags = ["--items", items, "--sequences", sequences, "--own-training", "--sample", 12];
  const { code, out, err } = await run(...flags, "--json");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  const { users, outcomes, ndcg10, gain } = JSON.parse(out);
  expect(users).toBe(12);
  expect(Object.values<number>(outcomes).reduce((sum, count) => sum + count, 0)).toBe(12);
  expect(ndcg10).toBeGreaterThan(0);
  expect(gain.low).toBeLessThanOrEqual(gain.gain);
  expect((await run(...flags)).out).toContain("Training on the device, 12 users");
});

test("--renumber changes nothing but time and memory", async () => {
  const figures = async (...flags: Flag[]) => {
    const { out } = await run("--items", items, "--sequences", sequences, "--json", "--table", ...flags);
    const { seconds: _, peakRssMb: __, ...line } = JSON.parse(out);
    return line;
  };
  const plain = await figures();
  expect(plain.neighbourTable).toHaveLength(4);
  expect(await figures("--renumber", 5)).toEqual(plain);
});

test("for people it prints tables", async () => {
  const { out } = await run(
    "--items",
    items,
    "--sequences",
    sequences,
    "--no-history",
    "--split",
    "validation",
    "--table",
  );
  for (const words of ["without history", "validation", "Lists of ten", "Slices", "Without one part", "Neighbours"])
    expect(out).toContain(words);
});

test("session files may be repeated", async () => {
  const train = join(folder, "train.txt");
  const asked = join(folder, "test.txt");
  writeFileSync(train, "1 2 3\n2 3 1\n");
  writeFileSync(asked, "1 2 | 3\n");
  const { code, out } = await run(
    ...["--train-file", train, "--train-file", train],
    ...[asked, asked, asked].flatMap((file) => ["--test-file", file]),
    "--json",
  );
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ protocol: "next-item", users: 3, items: 3, hr10: 1 });
});

test("a file that is not there: where such data comes from, and code 2", async () => {
  const { code, out, err } = await run("--items", join(folder, "nowhere.jsonl"), "--sequences", sequences, "--json");
  expect(code).toBe(2);
  expect(out).toBe("");
  expect(err).toContain("nowhere.jsonl does not exist");
  for (const name of ["Amazon Reviews 2014", "MovieLens", "Diginetica", "Yoochoose"]) expect(err).toContain(name);
});

test("a file that is not what it should be: what and where, and code 2", async () => {
  const bad = join(folder, "bad.txt");
  writeFileSync(bad, "1 2 3\n");
  const { code, err } = await run("--train-file", bad, "--test-file", bad);
  expect(code).toBe(2);
  expect(err).toContain("bad.txt, line 1 is no question");
});

test.each<[Flag[], string]>([
  [[], "give either --sequences"],
  [["--sequences", sequences, "--train-file", items, "--test-file", items], "give either --sequences"],
  [["--train-file", items], "go together"],
  [["--sequences", sequences, "--sequences", sequences], "once"],
  [["--sequences", sequences, "--neighbours", 0], "--neighbours"],
  [["--sequences", sequences, "--neighbours", "many"], "--neighbours"],
  [["--sequences", sequences, "--split", "train"], "--split"],
  [["--sequences", sequences, "--sample", 1.5], "--sample"],
  [["--sequences", sequences, "--seed", "one"], "--seed"],
  [["--sequences", sequences, "--renumber", 0.5], "--renumber"],
])("%o is refused", async (flags, words) => {
  const { code, out, err } = await run(...flags);
  expect(code).toBe(2);
  expect(out).toBe("");
  expect(err).toContain(words);
});

test("the help names the compiler's own range of neighbours", () => {
  const { least, most, usual } = RANGES.neighbours;
  const [, meaning] = EVAL_FLAGS.find(([flag]) => flag.startsWith("--neighbours"))!;
  expect(meaning).toContain(`${least} to ${most} (default ${usual})`);
});
