import { join } from "node:path";
import type {
  BuildReport,
  CapReport,
  FeedReport,
  HistoryReport,
  LearningReport,
  LiveReport,
  SectionReport,
} from "../compiler/index.ts";

const FORMATS: Readonly<Record<FeedReport["format"], string>> = {
  "merchant-tsv": "Google Merchant columns",
  "merchant-rss": "Google Merchant RSS",
  "merchant-atom": "Google Merchant Atom",
  "shopify-csv": "Shopify CSV",
  "json-lines": "JSON",
};

const CHANNELS: Readonly<Record<string, string>> = {
  text: "like by text",
  attributes: "like by attributes",
  followedBy: "followed by",
  boughtWith: "bought with",
};

/** Names shown of a kind; reports bring no more. */
const SAMPLES = 5;

const number = (value: number): string => value.toLocaleString("en");
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** What was built, for people. */
export function buildSummary(report: BuildReport, out: string, seconds: number): string {
  const { counts, live } = report.manifest;
  const lines = [
    feedLine(report.feed),
    `  ${number(counts.products)} products, ${number(counts.variants)} variants, ${number(counts.aliases)} names, ${number(report.categories)} categories, ${number(report.brands)} brands`,
    ...historyLines(report.history),
    ...clashLines(report.aliasClashes),
    ...edgeLines(report),
    ...capLines(report.cap),
    ...sectionLines(report),
    ...learningLines(report.learning),
    `Wrote ${join(out, "catalog.json")} in ${seconds.toFixed(1)} s; pages may show its prices for ${number(live.ttlSeconds)} s after fetching them`,
  ];
  return lines.join("\n");
}

function learningLines(learning: LearningReport | undefined): string[] {
  if (learning === undefined) return [];
  const { brotliBytes, reason, heldOut } = learning;
  const what =
    brotliBytes === 0
      ? `no learned parts: ${reason}`
      : `learned parts, ${number(brotliBytes)} bytes as brotli${reason === "ok" ? "" : ` (${reason})`}`;
  if (heldOut === undefined) return [`  ${what}`];
  const { base, head, headAndEncoder } = heldOut;
  const figures = `NDCG@10 of held-out steps ${base.toFixed(4)} without, ${head.toFixed(4)} with head, ${headAndEncoder.toFixed(4)} with head and encoder`;
  return [`  ${what}; ${figures}`];
}

export function liveSummary({ feed, matched, missing, unknown, live }: LiveReport, out: string): string {
  const lines = [
    feedLine(feed),
    `  ${number(matched)} products of the catalogue have prices and stock of now`,
    ...unless(missing.products, `are in the catalogue and not in the feed: out of stock from now on`, missing.samples),
    ...unless(
      unknown.products,
      `are in the feed and not in the catalogue: they come with the next whole build`,
      unknown.samples,
    ),
    `Wrote ${join(out, "live.bin")}, ${number(live.bytes)} bytes (${number(live.brotliBytes)} as brotli)`,
  ];
  return lines.join("\n");
}

function feedLine({ name, format, rows }: FeedReport): string {
  return `Read ${name}: ${number(rows)} rows of ${FORMATS[format]}`;
}

function historyLines(history: HistoryReport | undefined): string[] {
  if (history === undefined) return [];
  const { files, interactions, unmatched, samples } = history;
  return [
    ...files.map(({ name, rows }) => `Read ${name}: ${number(rows)} rows of history`),
    `  ${number(interactions - unmatched)} interactions with products of the feed`,
    ...unless(unmatched, "are with products that the feed does not have", samples),
  ];
}

function clashLines(clashes: readonly string[]): string[] {
  return unless(
    clashes.length,
    "names are shared by several products and name none of them",
    clashes.slice(0, SAMPLES),
  );
}

function unless(count: number, what: string, samples: readonly string[]): string[] {
  if (count === 0) return [];
  const shown = samples.map((sample) => JSON.stringify(sample)).join(", ");
  return [`  ${number(count)} ${what} (${shown}${count > samples.length && samples.length >= SAMPLES ? ", ..." : ""})`];
}

function edgeLines({ manifest: { counts } }: BuildReport): string[] {
  const edges = Object.entries(counts.edges).map(([name, count]) => `${CHANNELS[name] ?? name} ${number(count)}`);
  if (edges.length === 0) return ["  no neighbours: products have nothing in common that the feed names"];
  return [`  at most ${counts.neighbours} neighbours a product: ${edges.join(", ")}`];
}

function capLines(cap: CapReport | undefined): string[] {
  if (cap === undefined) return [];
  const shares = Object.entries(cap.weightShares).map(([name, share]) => `${CHANNELS[name] ?? name} ${percent(share)}`);
  const { quality, popularityShare } = cap;
  return [
    `Over the cap: ${number(cap.wholeBytes)} bytes to transfer, where --max-bytes allows ${number(cap.maxBytes)}. What that costs:`,
    `  neighbours a product: ${cap.neighbours} of ${cap.wholeNeighbours}`,
    ...droppedLines(cap),
    `  neighbour weight kept: ${shares.join(", ")}`,
    ...(popularityShare === undefined ? [] : [`  popularity kept: ${percent(popularityShare)}`]),
    ...(quality === undefined
      ? ["  quality: not known without a history"]
      : [
          `  NDCG@10: ${quality.fitted.toFixed(4)}, uncapped ${quality.whole.toFixed(4)} (in-sample comparison: the last steps of ${number(quality.shoppers)} shoppers that the catalogue has learned from)`,
        ]),
  ];
}

function droppedLines({ products, wholeProducts, popularityShare }: CapReport): string[] {
  if (products === wholeProducts) return [`  products: all ${number(products)}`];
  const which =
    popularityShare === undefined
      ? "the last of the feed are left out, since without --history nothing else is known"
      : "the least popular are left out";
  return [
    `  products: ${number(products)} of ${number(wholeProducts)} (${percent(products / wholeProducts)}); ${which}`,
  ];
}

function sectionLines({ sections, manifest: { counts } }: BuildReport): string[] {
  const { ranking, display, aliases, live } = sections;
  const total = sum([ranking, display, aliases]);
  const rows = Object.entries({ ranking, display, aliases, total, live });
  return [
    `${"bytes".padEnd(12)}${"raw".padStart(12)}${"brotli".padStart(12)}${"a product".padStart(12)}`,
    ...rows.map(([name, { bytes, brotliBytes }]) =>
      [
        `  ${name}`.padEnd(12),
        number(bytes).padStart(12),
        number(brotliBytes).padStart(12),
        (brotliBytes / counts.products).toFixed(1).padStart(12),
      ].join(""),
    ),
  ];
}

function sum(sections: readonly SectionReport[]): SectionReport {
  return {
    bytes: sections.reduce((total, { bytes }) => total + bytes, 0),
    brotliBytes: sections.reduce((total, { brotliBytes }) => total + brotliBytes, 0),
  };
}
