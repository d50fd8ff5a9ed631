import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readFeed } from "../compiler/feed/read.ts";
import { readHistory } from "../compiler/history/read.ts";
import { modelOf } from "../compiler/model.ts";
import { encodePack, LIVE_FILE, type Pack, withModel } from "../compiler/pack.ts";
import { encodeLearned } from "../src/core/catalogue/learned.ts";
import { randomLearned } from "./browser/learned.ts";
import { generateShop } from "./shop.ts";

/** What a pack is made by, from the repository's folder. */
const MAKERS = ["bench/shop.ts", "bench/packs.ts", "bench/browser/learned.ts", "compiler", "src/core"];
const NEIGHBOURS = 16;
const INTERACTIONS_A_PRODUCT = 5;
/** A day, so that prices are fresh through the longest run. */
const TTL_SECONDS = 86_400;

/** Where packs lie, from the repository's folder; nothing there is ever committed. */
export const PACKS = "build/bench/packs";
/** The manifests of a folder: of the catalogue alone, and with learned parts of random weights. */
export const MANIFEST = "catalog.json";
export const LEARNED_MANIFEST = "learned.json";

/**
 * The name of the folder, below PACKS, of a generated shop as the compiler packs it, whole: no cap on its bytes. Made
 * once for every state of the code, since 100,000 products take minutes.
 */
export async function packFolder(products: number, progress: (text: string) => void): Promise<string> {
  const name = `${products}-${makersHash()}`;
  const folder = join(PACKS, name);
  if (existsSync(folder)) return name;
  progress(`compiling a shop of ${products} products`);
  await rm(`${folder}.part`, { recursive: true, force: true });
  const pack = compiled(products);
  await write(`${folder}.part`, pack, MANIFEST);
  await write(`${folder}.part`, withModel(pack, encodeLearned(randomLearned(products))), LEARNED_MANIFEST);
  await removeOlder(products);
  await rename(`${folder}.part`, folder);
  return name;
}

async function removeOlder(products: number): Promise<void> {
  const older = readdirSync(PACKS).filter((name) => name.startsWith(`${products}-`) && !name.endsWith(".part"));
  for (const name of older) await rm(join(PACKS, name), { recursive: true });
}

function compiled(products: number): Pack {
  const shop = generateShop({ products, interactions: INTERACTIONS_A_PRODUCT * products, text: true });
  const feed = readFeed(Buffer.from(shop.feed), "feed.tsv");
  const history = readHistory(Buffer.from(shop.history), "history.jsonl");
  const options = { neighbours: NEIGHBOURS, minShoppers: 1, onProgress() {} };
  return encodePack(modelOf(feed.products, history.interactions, options), NEIGHBOURS, TTL_SECONDS);
}

async function write(folder: string, { manifest, sections, model, live }: Pack, manifestFile: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const learned = manifest.sections.model;
  const files: readonly (readonly [string, Uint8Array | string])[] = [
    [manifestFile, JSON.stringify(manifest)],
    ...(model && learned ? [[learned.url, model] as const] : []),
    [manifest.sections.ranking.url, sections.ranking],
    [manifest.sections.display.url, sections.display],
    [manifest.sections.aliases.url, sections.aliases],
    [LIVE_FILE, live],
  ];
  for (const [file, bytes] of files) await writeFile(join(folder, file), bytes);
}

function makersHash(): string {
  const hash = createHash("sha256");
  for (const file of MAKERS.flatMap(filesOf)) hash.update(file).update(readFileSync(file));
  return hash.digest("hex").slice(0, 16);
}

function filesOf(path: string): string[] {
  if (statSync(path).isFile()) return [path];
  const entries = readdirSync(path, { recursive: true, encoding: "utf8" }).map((entry) => join(path, entry));
  return entries.filter((entry) => statSync(entry).isFile()).sort();
}
