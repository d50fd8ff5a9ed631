import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expand } from "./catalogue/expand.ts";
import { feedText } from "./catalogue/feed.ts";
import { historyText } from "./catalogue/history.ts";

const SEED = "pebblewick";

/** Writes the demo's own goods and their history into `folder`, as a shop system would export them. */
export function writeOwnGoods(folder: string): { readonly feed: string; readonly history: string } {
  const goods = expand(SEED);
  const feed = join(folder, "feed.tsv");
  const history = join(folder, "history.jsonl");
  mkdirSync(folder, { recursive: true });
  writeFileSync(feed, feedText(goods));
  writeFileSync(history, historyText(goods, SEED));
  return { feed, history };
}
