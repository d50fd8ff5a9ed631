import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { seededRandom } from "../../lab/random.ts";
import { type BuiltCommand, buildCommand, type Ended } from "./built.ts";

/** Few, so that the lists are short and a training is. */
const PRODUCTS = 12;
const STRIDES = [1, 5];
const LIMIT = { timeout: 600_000 };

/** Each shopper walks the shop at a stride of their own, eight products in a row. */
function walks(shoppers: number): string {
  const random = seededRandom(5);
  const rows = Array.from({ length: shoppers }, (_, shopper) => {
    const stride = STRIDES[random.below(STRIDES.length)]!;
    let at = random.below(PRODUCTS);
    return Array.from({ length: 8 }, (_, step) => {
      at = (at + (random.next() < 0.1 ? random.below(PRODUCTS) : stride)) % PRODUCTS;
      return `s${shopper},p${at},${1_700_000_000 + shopper * 1_000 + step}`;
    });
  });
  return ["user,item,time", ...rows.flat(), ""].join("\n");
}

/** With everything that a build would otherwise warn of. */
const productOf = (at: number): object => ({
  id: `p${at}`,
  title: `Thing ${at}`,
  price: "5 EUR",
  link: `https://shop.example/p${at}`,
  image_link: `https://shop.example/p${at}.jpg`,
  product_type: "Things",
});

let inkling: BuiltCommand;
let whole: Buffer;
beforeAll(async () => {
  inkling = await buildCommand();
  const products = Array.from({ length: PRODUCTS }, (_, at) => JSON.stringify(productOf(at)));
  writeFileSync(join(inkling.folder, "feed.jsonl"), `${products.join("\n")}\n`);
  writeFileSync(join(inkling.folder, "walks.csv"), walks(300));
  const { code, stderr } = await build("whole", "--threads", "1");
  expect([code, stderr]).toEqual([0, ""]);
  whole = modelOf("whole");
}, 600_000);
afterAll(() => inkling?.remove());

const ARGS = ["build", "feed.jsonl", "--history", "walks.csv", "--train"];
const build = (out: string, ...more: readonly string[]): Promise<Ended> => inkling.run([...ARGS, "-o", out, ...more]);

const namesIn = (folder: string): string[] => {
  const path = join(inkling.folder, folder);
  return existsSync(path) ? readdirSync(path) : [];
};

/** The weights as they ship. */
function modelOf(out: string): Buffer {
  const [name, ...others] = namesIn(out).filter((file) => file.startsWith("model."));
  expect(others).toEqual([]);
  return readFileSync(join(inkling.folder, out, name!));
}

test("any number of threads comes to the same weights", LIMIT, async () => {
  const { code, stderr } = await build("threads", "--threads", "3");
  expect([code, stderr]).toEqual([0, ""]);
  expect(modelOf("threads").equals(whole)).toBe(true);
});

test(
  "a build that was killed goes on, also from a damaged checkpoint, and comes to the same weights",
  LIMIT,
  async () => {
    const kept = (job: string): string | undefined =>
      namesIn("killed/.training").find((name) => name.endsWith(`.${job}.bin`));
    const args = [...ARGS, "-o", "killed", "--threads", "2"];
    const { code } = await inkling.run(args, {
      killOnce: () => kept("fold-1") !== undefined && kept("fold-3-encoder") !== undefined,
    });
    expect(code).toBeUndefined();
    expect(namesIn("killed")).toEqual([".training"]);
    truncateSync(join(inkling.folder, "killed/.training", kept("fold-1")!), 5_000);
    const again = await build("killed", "--threads", "3");
    expect(again.stderr).toMatch(/^warning: the checkpoint \S+\.fold-1\.bin is damaged: [^\n]+\n$/);
    expect(modelOf("killed").equals(whole)).toBe(true);
    expect(namesIn("killed")).not.toContain(".training");
  },
);

test("a history too short to teach anything ships no learned parts, and the build says why", LIMIT, async () => {
  writeFileSync(join(inkling.folder, "few.csv"), walks(200));
  const { code, stdout } = await inkling.run(["build", "feed.jsonl", "--history", "few.csv", "--train", "-o", "few"]);
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /no learned parts: the history has \d+ steps from product to product; at least 2000 are needed/,
  );
  expect(namesIn("few").filter((file) => file.startsWith("model."))).toEqual([]);
});

test.each([
  [["--threads", "2"], "--threads goes with --train"],
  [["--checkpoint", "x"], "--checkpoint goes with --train"],
  [["--train", "--threads", "0"], "--threads must be a whole number from 1 to 256"],
])("inkling build %j is refused", async (flags, message) => {
  const args = ["build", "feed.jsonl", "--history", "walks.csv", "-o", "refused", ...flags];
  const { code, stderr } = await inkling.run(args);
  expect([code, stderr]).toEqual([2, `inkling: ${message}. See inkling build --help.\n`]);
});
