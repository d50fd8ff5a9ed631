import { readFeed } from "../../compiler/feed/read.ts";
import type { Product } from "../../compiler/product.ts";
import type { Protocol } from "../protocol.ts";
import { bareProduct } from "./bare-product.ts";
import type { DataFile } from "./file.ts";
import { isRecBole, recBoleProducts } from "./recbole.ts";

/** Products of a feed in any shape the compiler reads, or of a RecBole `.item` file. */
export function readProducts(file: DataFile): readonly Product[] {
  const head = Buffer.from(file.bytes.subarray(0, 4096)).toString("utf8");
  if (isRecBole(head.split("\n", 1)[0] ?? "", "item_id")) return recBoleProducts(file);
  return readFeed(file.bytes, file.name).products;
}

/** Bare products of every id in a protocol, for datasets that come without a feed. */
export function productsOf({ training, cases }: Protocol): Product[] {
  const ids = new Set(training.flat());
  for (const { history, target } of cases) for (const id of [...history, target]) ids.add(id);
  return Array.from(ids, bareProduct);
}
