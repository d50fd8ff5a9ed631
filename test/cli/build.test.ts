import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { generateShop } from "../../bench/shop.ts";
import { BUILD_FLAGS } from "../../cli/build-flags.ts";
import { command } from "../../cli/command.ts";
import { VERSION } from "../../src/core/version.ts";
import { openCatalogue } from "../compiler/catalogue.ts";

const folder = mkdtempSync(join(tmpdir(), "inkling-cli-"));
const feed = join(folder, "feed.tsv");
const history = join(folder, "history.jsonl");
const bad = join(folder, "bad.jsonl");
const out = join(folder, "catalogue");

beforeAll(() => {
  const shop = generateShop({ products: 300, interactions: 900, text: true });
  writeFileSync(feed, shop.feed);
  writeFileSync(history, shop.history);
  const rows = Array.from({ length: 230 }, (_, n) => (n < 5 ? { id: `p${n}`, title: `P ${n}` } : { id: `p${n}` }));
  writeFileSync(bad, rows.map((row) => JSON.stringify(row)).join("\n"));
});
beforeEach(() => rmSync(out, { recursive: true, force: true }));
afterAll(() => rmSync(folder, { recursive: true }));

interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function inkling(...args: readonly (string | number)[]): Promise<Said> {
  const log = vi.spyOn(console, "log").mockReturnValue();
  const info = vi.spyOn(console, "info").mockReturnValue();
  const error = vi.spyOn(console, "error").mockReturnValue();
  const code = await command(["node", "inkling", ...args.map(String)]);
  const text = (...spies: (typeof log)[]): string =>
    spies.flatMap((spy) => spy.mock.calls.map((words) => words.join(" "))).join("\n");
  const said = { code, out: text(log, info), err: text(error) };
  vi.restoreAllMocks();
  return said;
}

describe("inkling build", () => {
  test("says what it built", async () => {
    const said = await inkling("build", feed, "-o", out, "--history", history);
    expect(said).toMatchObject({ code: 0, err: "" });
    expect(said.out).toContain(`Read ${feed}: 300 rows of Google Merchant columns\n  300 products, 300 variants`);
    expect(said.out).toContain(`Read ${history}: 900 rows of history\n  900 interactions with products of the feed`);
    expect(said.out).toMatch(
      /at most 16 neighbours a product: like by text [\d,]+, like by attributes [\d,]+, followed by/,
    );
    for (const name of ["ranking", "display", "aliases", "total", "live"])
      expect(said.out).toMatch(new RegExp(`^  ${name} +[\\d,]+ +[\\d,]+ +[\\d.]+$`, "m"));
    expect(said.out).toContain(`Wrote ${join(out, "catalog.json")}`);
    expect(openCatalogue(out).manifest.counts.products).toBe(300);
  });

  test("hands its flags on", async () => {
    const said = await inkling(
      "build",
      feed,
      "-o",
      out,
      "--neighbours",
      3,
      "--ttl",
      60,
      "--history",
      history,
      "--history",
      history,
    );
    expect(said.code).toBe(0);
    const { counts, live } = openCatalogue(out).manifest;
    expect([counts.neighbours, live.ttlSeconds]).toEqual([3, 60]);
    expect(said.out).toContain("1,800 interactions with products");
  });

  test("says what a cap costs", async () => {
    const said = await inkling("build", feed, "-o", out, "--history", history, "--max-bytes", 12_000);
    expect(said.code).toBe(0);
    expect(said.out).toMatch(/Over the cap: [\d,]+ bytes to transfer, where --max-bytes allows 12,000/);
    expect(said.out).toContain("neighbours a product: 4 of 16");
    expect(said.out).toMatch(/products: \d+ of 300 \([\d.]+ %\); the least popular are left out/);
    expect(said.out).toMatch(/neighbour weight kept: like by text [\d.]+ %/);
    expect(said.out).toMatch(/popularity kept: [\d.]+ %/);
    expect(said.out).toMatch(/NDCG@10: \.?\d.* \(in-sample comparison: the last steps of \d+ shoppers/);
    const bare = await inkling("build", feed, "-o", out, "--max-bytes", 12_000);
    expect(bare.out).toContain("the last of the feed are left out, since without --history nothing else is known");
    expect(bare.out).toContain("quality: not known without a history");
  });

  test("names bad rows by file, line and field, two hundred of them, and ends with 1", async () => {
    const { code, err } = await inkling("build", bad, "-o", out);
    expect(code).toBe(1);
    const lines = err.split("\n");
    expect(lines[0]).toBe(`${bad}:6 error title: "p5" has no title and was left out: give it one`);
    expect(lines.filter((line) => line.startsWith(`${bad}:`))).toHaveLength(200);
    expect(lines[200]).toBe("... and 25 more like these");
    expect(lines[201]).toMatch(/^warning: no product has a price/);
    expect(openCatalogue(out).manifest.counts.products).toBe(5);
  });

  test("--strict stops before it writes, with 2", async () => {
    const { code, err, out: said } = await inkling("build", bad, "-o", out, "--strict");
    expect([code, said]).toEqual([2, ""]);
    expect(err).toMatch(/\ninkling: 225 rows cannot be used, so nothing was built/);
    expect(existsSync(out)).toBe(false);
  });

  test("--live renews prices, and says what was found", async () => {
    const missing = await inkling("build", feed, "-o", out, "--live");
    expect(missing.code).toBe(2);
    expect(missing.err).toContain(`build it first, with inkling build FEED -o ${out}`);
    await inkling("build", feed, "-o", out);
    const said = await inkling("build", feed, "-o", out, "--live");
    expect(said).toMatchObject({ code: 0, err: "" });
    expect(said.out).toContain("300 products of the catalogue have prices and stock of now");
    expect(said.out).toContain(`Wrote ${join(out, "live.bin")}`);
  });
});

describe("a wrong call ends with 2 and one line that helps", () => {
  test.each([
    [["build"], "missing required args for command `build <feed>`. See inkling build --help."],
    [["build", feed], "say where the catalogue goes, with -o FOLDER. See inkling build --help."],
    [["build", feed, "-o", out, "-o", out], "give -o once"],
    [["build", feed, "-o"], "option `-o, --out <folder>` value is missing"],
    [["build", feed, "-o", out, "--max-byte", "9"], "Unknown option `--max-byte`"],
    [["build", feed, "-o", out, "more"], "Unused args: `more`"],
    [["build", feed, "-o", out, "--neighbours", "65"], "--neighbours must be a whole number from 1 to 64"],
    [["build", feed, "-o", out, "--neighbours", "many"], "--neighbours must be a whole number"],
    [["build", feed, "-o", out, "--neighbours", "2", "--neighbours", "3"], "--neighbours must be a whole number"],
    [["build", feed, "-o", out, "--min-users", "0"], "--min-users must be a whole number from 1 to 1000000"],
    [["build", feed, "-o", out, "--max-bytes", "1.5"], "--max-bytes must be a whole number"],
    [["build", feed, "-o", out, "--ttl=-1"], "--ttl must be a whole number from 1 to 2592000"],
    [
      ["build", feed, "-o", out, "--live", "--history", history],
      "--live renews prices and stock alone: leave out --history",
    ],
    [["build", join(folder, "none.tsv"), "-o", out], "none.tsv does not exist: check the path"],
    [["build", folder, "-o", out], "is a folder: name the file in it"],
    [["build", "https://shop.example/feed.xml", "-o", out], "is an address: fetch it first"],
    [["build", feed, "-o", join(feed, "x")], "cannot be written to"],
    [["build", feed, "-o", out, "--max-bytes", "50"], "not one product fits into 50 bytes"],
    [["biuld", feed], 'There is no command "biuld": inkling --help lists them.'],
  ])("inkling %j", async (args, message) => {
    const { code, out: said, err } = await inkling(...args);
    expect([code, said]).toEqual([2, ""]);
    expect(err).toContain(message);
    expect(err.split("\n")).toHaveLength(1);
    expect(existsSync(out)).toBe(false);
  });
});

test("a folder's name is what was typed, though it looks like a number", async () => {
  const before = process.cwd();
  mkdirSync(join(folder, "here"));
  process.chdir(join(folder, "here"));
  try {
    expect((await inkling("build", feed, "-o", "1.10")).code).toBe(0);
    expect((await inkling("build", feed, "--out=2.0")).code).toBe(0);
  } finally {
    process.chdir(before);
  }
  expect(openCatalogue(join(folder, "here", "1.10")).manifest.counts.products).toBe(300);
  expect(openCatalogue(join(folder, "here", "2.0")).manifest.counts.products).toBe(300);
});

test("a defect of our own is one sentence, with the stack for those who ask", async () => {
  // A getter that throws stands for what nobody foresaw.
  const get = (): never => {
    throw new Error("the unforeseen\n    at somewhere");
  };
  Object.defineProperty(process.stderr, "isTTY", { configurable: true, get });
  onTestFinished(() => {
    Reflect.deleteProperty(process.stderr, "isTTY");
    vi.unstubAllEnvs();
  });
  const sentence =
    "inkling: something went wrong that should not (the unforeseen). Please report it, with what DEBUG=1 adds here.";
  vi.stubEnv("DEBUG", "");
  expect(await inkling("build", feed, "-o", out)).toEqual({ code: 2, out: "", err: sentence });
  vi.stubEnv("DEBUG", "1");
  const { err } = await inkling("build", feed, "-o", out);
  expect(err).toContain(sentence);
  expect(err).toContain("at somewhere");
});

test("--help lists the commands, and of a command every flag; --version says which this is", async () => {
  expect((await inkling("--help")).out).toMatch(/build <feed> [\s\S]*eval/);
  const help = (await inkling("build", "--help")).out;
  for (const [flag] of BUILD_FLAGS) expect(help).toContain(flag);
  for (const name of ["eval", "simulate"]) expect((await inkling(name, "--help")).out).not.toContain("default: true");
  expect(await inkling("--version")).toMatchObject({ code: 0, out: expect.stringContaining(VERSION) });
  const bare = await inkling();
  expect(bare.code).toBe(2);
  expect(bare.out).toContain("Commands:");
});
