import { readFileSync } from "node:fs";
import { join } from "node:path";
import { IN_BROWSERS } from "../scripts/bundles.mjs";
import { parseManifest, SECTION_NAMES, type SectionName } from "../src/core/catalogue/manifest.ts";
import { PACKS, packFolder } from "./packs.ts";
import type { Answer, Question } from "./question.ts";
import { rounded } from "./stats.ts";
import { table } from "./table.ts";
import { fileBudgets, type Weight, weigh } from "./weight.ts";

const PRODUCTS = 10_000;
/** The most bytes a product, by brotli; no bound is set for the aliases. */
const PRODUCT_BUDGETS: Readonly<Partial<Record<SectionName, number>>> = { ranking: 200, display: 100 };

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
  const names = IN_BROWSERS.flatMap(({ entries }) => Object.keys(entries).map((name) => `dist/${name}.js`));
  return names.map((name) => weigh(name, readFileSync(name), budgets.get(name)));
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

function weightTable(unit: string, weights: readonly Weight[]): string {
  const number = (value: number | undefined): string => value?.toLocaleString("en") ?? "";
  return table(
    [unit, "raw", "gzip", "brotli", "budget"],
    weights.map(({ name, raw, gzip, brotli, budget }) => [name, ...[raw, gzip, brotli, budget].map(number)]),
  );
}
