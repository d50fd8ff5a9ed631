import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { command } from "../../cli/command.ts";
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
