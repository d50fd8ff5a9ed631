import { Buffer } from "node:buffer";
import { readFeed } from "../../../compiler/feed/read.ts";
import type { FeedReading, Product, RowIssue } from "../../../compiler/product.ts";

export const NOW_MS: number = Date.UTC(2026, 4, 1);

export function read(text: string | Uint8Array, name = "feed"): FeedReading {
  return readFeed(typeof text === "string" ? Buffer.from(text) : text, name, { nowMs: NOW_MS });
}

/** The only product of a feed. */
export function one(text: string): Product {
  const { products } = read(text);
  if (products.length !== 1) throw new Error(`${products.length} products`);
  return products[0]!;
}

/** `line field severity: message`, for assertions that read like the report. */
export function said(issues: readonly RowIssue[]): string[] {
  return issues.map(({ line, field, severity, message }) => `${line} ${field} ${severity}: ${message}`);
}

export function rss(...items: readonly string[]): string {
  const head =
    '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">\n<channel>\n';
  return `${head}<title>Shop</title>\n${items.join("\n")}\n</channel>\n</rss>\n`;
}

export function table(separator: string, ...rows: readonly (readonly string[])[]): string {
  return `${rows.map((row) => row.join(separator)).join("\n")}\n`;
}
