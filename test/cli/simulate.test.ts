import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { command } from "../../cli/command.ts";
import { readData } from "../../cli/dataset-files.ts";
import { readDataset } from "../../lab/data/dataset.ts";
import { simulate } from "../../lab/federated/simulate.ts";
import { jsonLine } from "../../lab/report.ts";
import { users } from "../lab/generated.ts";
import { PRODUCTS } from "../lab/simulate/shop.ts";

const folder = mkdtempSync(join(tmpdir(), "inkling-simulate-"));
const feed = join(folder, "feed.jsonl");

beforeAll(() => {
  const rows = PRODUCTS.map(({ id, title, brand, category, price }) =>
    JSON.stringify({ id, title, brand, category: category.join(" > "), price: price?.amount }),
  );
  writeFileSync(feed, rows.join("\n"));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...flags: (string | number)[]) {
  const out = vi.spyOn(console, "log").mockReturnValue();
  const err = vi.spyOn(console, "error").mockReturnValue();
  const code = await command(["node", "inkling", "simulate", ...flags.map(String)]);
  const text = (spy: typeof out): string => spy.mock.calls.map((line) => line.join(" ")).join("\n");
  const written = { code, out: text(out), err: text(err) };
  vi.restoreAllMocks();
  return written;
}

test("one experiment as one JSON line, and the same for people", async () => {
  const flags = ["--shoppers", 20, "--only", "closed-loop", "--position-bias", 0.5];
  const { code, out, err } = await run(feed, ...flags, "--json");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).not.toContain("\n");
  expect(JSON.parse(out)).toMatchObject({
    experiment: "closed-loop",
    shoppers: 20,
    eta: 0.5,
    products: PRODUCTS.length,
  });
  expect((await run(feed, ...flags)).out).toContain("Closed loop: 20 rounds");
});

test.each<[(string | number)[], string]>([
  [["--only", "weather"], "--only"],
  [["--shoppers", 3], "--shoppers"],
  [["--shoppers", "many"], "--shoppers"],
  [["--position-bias", 4], "--position-bias"],
  [["--seed", 0.5], "--seed"],
])("%o is refused", async (flags, words) => {
  const { code, out, err } = await run(feed, ...flags);
  expect(code).toBe(2);
  expect(out).toBe("");
  expect(err).toContain(words);
});

test("a feed that is not there: code 2", async () => {
  const { code, err } = await run(join(folder, "nowhere.jsonl"));
  expect(code).toBe(2);
  expect(err).toContain("nowhere.jsonl does not exist");
});

describe("on sequences", () => {
  const items = join(folder, "items.jsonl");
  const sequences = join(folder, "sequences.txt");
  const files = ["--items", items, "--sequences", sequences];

  beforeAll(() => {
    const { products, protocol } = users("test");
    writeFileSync(items, products.map(({ id, title }) => JSON.stringify({ id, title })).join("\n"));
    const lines = protocol.cases.map(({ shopper, history, target }) => [shopper, ...history, target].join(" "));
    writeFileSync(sequences, lines.join("\n"));
  });

  test("browsers learn together, as one JSON line and for people", async () => {
    const flags = [...files, "--devices", 40, "--rounds", 2, "--epsilon", 8, "--delta", 0.0001];
    const { code, out, err } = await run(...flags, "--json");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(JSON.parse(out)).toMatchObject({ devices: 40, cohort: 20, rounds: 2, participations: 1, mode: "B" });
    const { out: text } = await run(...flags, "--no-seal", "--attack", "sign-flip", "--trains", "hidden-32");
    expect(text).toContain("40 devices train hidden-32 weights, 2 rounds of 20");
    expect(text).toContain("Epsilon 8.00 at delta 0.0001");
    expect(text).toContain("With 10 % liars (sign-flip)");
  });

  test("a row of the tables (docs/federated.md) is to the last digit what the function behind it answers", async () => {
    const data = { items: await readData(items), sequences: await readData(sequences), train: [], test: [] };
    const row = ["--neighbours", 32, "--split-seed", 1, "--seed", 1, "--epsilon", 2, "--trains", "linear"];
    const asked = { packShare: 0.5, neighbours: 32, splitSeed: 1, seed: 1, mode: "B", buckets: 1, epsilon: 2 } as const;
    const how = { subset: "linear", seal: false, gate: false, attack: undefined, malicious: 0.1 } as const;
    const few = { devices: 60, rounds: 2, participations: 1, delta: 1e-4, onProgress: () => undefined };
    const expected = await simulate(readDataset(data, "test"), { ...asked, ...how, ...few });
    const flags = [...row, "--devices", 60, "--rounds", 2, "--delta", 1e-4, "--no-seal", "--no-gate", "--json"];
    const { out } = await run(...files, ...flags);
    expect(JSON.parse(out)).toEqual(JSON.parse(jsonLine(expected)));
    expect(expected.after).not.toEqual(expected.before);
  });

  test.each<[(string | number)[], string]>([
    [[...files, "--epsilon", "none"], "--no-seal"],
    [[...files, "--epsilon", 0], "--epsilon"],
    [[...files, "--trains", "wide"], "linear, hidden-32, all"],
    [[...files, "--split-seed", 0.5], "--split-seed"],
    [[...files, "--neighbours", 65], "--neighbours must be a whole number from 1 to 64"],
    [[...files, "--delta", 0.001], "delta"],
    [[...files, "--attack", "rumour"], "--attack"],
    [[...files, "--malicious", 0.1], "--attack"],
    [[...files, "--devices", 10, "--rounds", 20], "too few"],
    [[...files, "--participations", 3, "--rounds", 2], "--participations"],
    [[...files, "--shoppers", 30], "--shoppers"],
    [[feed, ...files], "no feed"],
    [[feed, "--devices", 30], "--sequences"],
    [[], "give a feed"],
    [["--sequences", join(folder, "nowhere.txt")], "nowhere.txt does not exist"],
  ])("%o is refused", async (flags, words) => {
    const { code, out, err } = await run(...flags);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(words);
  });
});
