import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TransferBytes, transferBytes } from "../compiler/cap/transfer.ts";
import { parseManifest, type SectionName } from "../src/core/catalogue/manifest.ts";
import { lineChart } from "./chart.ts";
import type { Answer, Question } from "./question.ts";
import { generateShop } from "./shop.ts";
import { rounded } from "./stats.ts";
import { table } from "./table.ts";

const PRODUCTS = [1_000, 3_000, 10_000, 30_000, 100_000];
const INTERACTIONS_A_PRODUCT = 3;
const FOLDER = "build/bench/compile";
/** So that every size is measured whole. */
const NO_CAP_BYTES = 256 * 1024 * 1024;

/** Of one size of shop, with text and history, by the built command in a process of its own. */
export interface CompileFigures {
  readonly products: number;
  readonly seconds: number;
  readonly peakRssMb: number;
  /** As brotli sends them. */
  readonly bytesAProduct: TransferBytes;
}

/** How time, memory and bytes grow with the shop. */
export const question: Question = async (progress): Promise<Answer> => {
  const sizes: CompileFigures[] = [];
  for (const products of PRODUCTS) {
    progress(`${products} products`);
    sizes.push(await measured(products));
  }
  const timeExponent = rounded(growth(sizes));
  const text = `${compileTable(sizes)}\nTime grows with the number of products to the power ${timeExponent}, over the last decade.`;
  return { figures: { sizes, timeExponent }, text, charts: { "compile.svg": compileChart(sizes) } };
};

/** The slope over the last decade of sizes, in logarithms: smaller shops mostly wait for the process to start. */
function growth(sizes: readonly CompileFigures[]): number {
  const last = sizes.at(-1)!;
  const before = sizes.find(({ products }) => products >= last.products / 10)!;
  return Math.log(last.seconds / before.seconds) / Math.log(last.products / before.products);
}

async function measured(products: number): Promise<CompileFigures> {
  const shop = generateShop({ products, interactions: INTERACTIONS_A_PRODUCT * products, text: true });
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const path = (name: string): string => join(FOLDER, name);
  writeFileSync(path("feed.tsv"), shop.feed);
  writeFileSync(path("history.jsonl"), shop.history);
  const out = path("catalogue");
  const { seconds, peakRssMb } = await timed([
    ...["build", path("feed.tsv"), "-o", out, "--history", path("history.jsonl")],
    ...["--max-bytes", String(NO_CAP_BYTES)],
  ]);
  const { sections } = parseManifest(readFileSync(join(out, "catalog.json"), "utf8"));
  const bytesOf = (name: SectionName): Uint8Array => readFileSync(join(out, sections[name].url));
  const bytes = await transferBytes({
    ranking: bytesOf("ranking"),
    display: bytesOf("display"),
    aliases: bytesOf("aliases"),
  });
  rmSync(FOLDER, { recursive: true });
  const each = (total: number): number => rounded(total / products);
  return {
    products,
    seconds,
    peakRssMb,
    bytesAProduct: { ranking: each(bytes.ranking), display: each(bytes.display), aliases: each(bytes.aliases) },
  };
}

/** Has the command write its own peak memory (kB) to file descriptor 3 when it ends. */
const WATCH = `data:text/javascript,process.on("exit",()=>process.getBuiltinModule("node:fs").writeSync(3,String(process.resourceUsage().maxRSS)))`;

function timed(args: readonly string[]): Promise<{ readonly seconds: number; readonly peakRssMb: number }> {
  const started = performance.now();
  const child = spawn(process.execPath, ["--import", WATCH, "dist/cli.js", ...args], {
    stdio: ["ignore", "ignore", "inherit", "pipe"],
  });
  let kilobytes = "";
  child.stdio[3]!.on("data", (chunk) => {
    kilobytes += chunk;
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      if (code !== 0) reject(new Error(`inkling ${args.join(" ")} ended with ${code}`));
      resolve({
        seconds: rounded((performance.now() - started) / 1000),
        peakRssMb: rounded(Number(kilobytes) / 1024),
      });
    });
  });
}

function compileTable(sizes: readonly CompileFigures[]): string {
  const rows = sizes.map(({ products, seconds, peakRssMb, bytesAProduct: { ranking, display, aliases } }) =>
    [products, seconds, peakRssMb, ranking, display, aliases].map((value) => value.toLocaleString("en")),
  );
  return table(["products", "seconds", "peak MB", "ranking, bytes a product", "display", "aliases"], rows);
}

function compileChart(sizes: readonly CompileFigures[]): string {
  const line = (of: (size: CompileFigures) => number): (readonly [number, number])[] =>
    sizes.map((size) => [size.products, of(size)]);
  return lineChart({
    title: "inkling build, by size of the shop (text and history)",
    xLabel: "products",
    yLabel: "seconds, MB, bytes",
    series: [
      { name: "peak memory, MB", points: line(({ peakRssMb }) => peakRssMb) },
      { name: "ranking, bytes a product", points: line(({ bytesAProduct }) => bytesAProduct.ranking) },
      { name: "display, bytes a product", points: line(({ bytesAProduct }) => bytesAProduct.display) },
      { name: "seconds", points: line(({ seconds }) => seconds) },
    ],
  });
}
