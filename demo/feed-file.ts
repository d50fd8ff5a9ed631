import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expand } from "./catalogue/expand.ts";
import { feedText } from "./catalogue/feed.ts";
import { historyText } from "./catalogue/history.ts";

const SEED = "pebblewick";

/** Shoppers whose last choice a new model is measured by. */
const HOLD_OUT_SHOPPERS = 600;

export interface OwnGoods {
  readonly feed: string;
  readonly history: string;
  /** What further shoppers did, of whom the catalogue knows nothing. All of them are made up. */
  readonly holdOut: string;
}

/** Writes the demo's own goods and two histories into `folder`, as a shop system would export them. */
export function writeOwnGoods(folder: string): OwnGoods {
  const goods = expand(SEED);
  const feed = join(folder, "feed.tsv");
  const history = join(folder, "history.jsonl");
  const holdOut = join(folder, "hold-out.jsonl");
  mkdirSync(folder, { recursive: true });
  writeFileSync(feed, feedText(goods));
  writeFileSync(history, historyText(goods, SEED));
  writeFileSync(holdOut, historyText(goods, `${SEED}/hold-out`, HOLD_OUT_SHOPPERS));
  return { feed, history, holdOut };
}
