import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { BUNDLES } from "../scripts/bundles.mjs";
import { parseManifest, SECTION_NAMES, type SectionName } from "../src/core/catalogue/manifest.ts";
import { PACKS, packFolder } from "./packs.ts";
import type { Answer, Question } from "./question.ts";
import { rounded } from "./stats.ts";
import { table } from "./table.ts";

const PRODUCTS = 10_000;
/** The most bytes a product, by brotli; no bound is set for the aliases. */
const PRODUCT_BUDGETS: Readonly<Partial<Record<SectionName, number>>> = { ranking: 200, display: 100 };

/** Bytes of something as it is and as two codecs send it, both at their best. */
export interface Weight {
  readonly name: string;
  readonly raw: number;
  readonly gzip: number;
  readonly brotli: number;
  /** The most that brotli may come to. */
  readonly budget?: number;
}

/** What a shopper's browser fetches: the built files in bytes, and a generated shop's catalogue in bytes a product. */
export const question: Question = async (progress): Promise<Answer> => {
  const files = fileWeights();
  const product = productWeights(join(PACKS, await packFolder(PRODUCTS, progress)));
  const text = [
    weightTable("bytes", files),
    "",
    weightTable(`bytes a product of ${PRODUCTS.toLocaleString("en")}`, product),
  ];
  return { figures: { filesBytes: files, productBytes: product }, text: text.join("\n"), charts: {} };
};

function fileWeights(): Weight[] {
  const budgets = fileBudgets();
  const bundles = BUNDLES.filter(({ kind, folder }) => kind === "browser" && folder === "dist");
  const names = bundles.flatMap(({ entries }) => Object.keys(entries).map((name) => `dist/${name}.js`));
  return names.map((name) => weigh(name, readFileSync(name), budgets.get(name)));
}

/** The build's own limits, which `npm test` holds: kB are 1,000 bytes. */
function fileBudgets(): Map<string, number> {
  // This repository's own file, in the form that size-limit reads.
  const limits = JSON.parse(readFileSync(".size-limit.json", "utf8")) as readonly { path: string; limit: string }[];
  return new Map(limits.map(({ path, limit }) => [path, 1_000 * Number.parseFloat(limit)]));
}

function productWeights(pack: string): Weight[] {
  const { sections } = parseManifest(readFileSync(join(pack, "catalog.json"), "utf8"));
  return SECTION_NAMES.map((name) => {
    const { raw, gzip, brotli } = weigh(name, readFileSync(join(pack, sections[name].url)));
    const budget = PRODUCT_BUDGETS[name];
    const each = {
      name,
      raw: rounded(raw / PRODUCTS),
      gzip: rounded(gzip / PRODUCTS),
      brotli: rounded(brotli / PRODUCTS),
    };
    return budget === undefined ? each : { ...each, budget };
  });
}

function weigh(name: string, bytes: Uint8Array, budget?: number): Weight {
  const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
  const weight = { name, raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli };
  return budget === undefined ? weight : { ...weight, budget };
}

function weightTable(unit: string, weights: readonly Weight[]): string {
  const number = (value: number | undefined): string => value?.toLocaleString("en") ?? "";
  return table(
    [unit, "raw", "gzip", "brotli", "budget"],
    weights.map(({ name, raw, gzip, brotli, budget }) => [name, ...[raw, gzip, brotli, budget].map(number)]),
  );
}
