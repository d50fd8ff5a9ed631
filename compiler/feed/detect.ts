import type { Buffer } from "node:buffer";
import { fieldNamer } from "../input/row.ts";
import { sniff } from "../input/sniff.ts";
import { readHead, type TableHead } from "../input/table.ts";
import type { FeedFormat } from "../product.ts";
import { FeedError } from "./errors.ts";
import { FIELDS } from "./fields.ts";
import { isShopify } from "./shopify.ts";

export type Detected =
  | { readonly format: "json-lines" }
  | { readonly format: "merchant-rss"; readonly element: "item" }
  | { readonly format: "merchant-atom"; readonly element: "entry" }
  | { readonly format: "merchant-tsv" | "shopify-csv"; readonly head: TableHead; readonly names: readonly string[] };

const XML_ROOTS: Readonly<Record<string, Detected>> = {
  rss: { format: "merchant-rss", element: "item" },
  rdf: { format: "merchant-rss", element: "item" },
  channel: { format: "merchant-rss", element: "item" },
  feed: { format: "merchant-atom", element: "entry" },
};

/** Which feed a text is, by what stands in it. Throws FeedError for a web page and for what is no feed it knows. */
export function detectFeed(text: Buffer, name: string): Detected & { readonly format: FeedFormat } {
  const shape = sniff(text, name);
  if (shape.kind === "json") return { format: "json-lines" };
  return shape.kind === "xml" ? detectXml(shape.root, name) : detectTable(text, name);
}

function detectXml(root: string, name: string): Detected {
  const known = Object.hasOwn(XML_ROOTS, root) ? XML_ROOTS[root] : undefined;
  if (known !== undefined) return known;
  if (root === "") throw unknownFeed(name);
  throw new FeedError(
    `${name} is XML, but its root <${root}> is neither <rss> nor <feed>: export a Google Merchant feed`,
  );
}

function detectTable(text: Buffer, name: string): Detected {
  const head = readHead(text);
  const nameOf = fieldNamer();
  const names = head?.names.map(nameOf) ?? [];
  if (head !== undefined && isShopify(names)) return { format: "shopify-csv", head, names };
  const has = (wanted: readonly string[]): boolean => wanted.some((one) => names.includes(one));
  if (head !== undefined && has(FIELDS.id) && has(FIELDS.title)) return { format: "merchant-tsv", head, names };
  if (head === undefined) throw unknownFeed(name);
  throw new FeedError(`${name} is a table whose first row names no "id" and "title": export it with a header row`);
}

function unknownFeed(name: string): FeedError {
  return new FeedError(
    `${name} is no feed Inkling knows: give a Google Merchant feed, a Shopify product CSV or JSON Lines`,
  );
}
