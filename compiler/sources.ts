import type { FileIssue } from "./errors.ts";
import { readFeed } from "./feed/read.ts";
import { readHistory } from "./history/read.ts";
import type { Interaction } from "./interaction.ts";
import type { BuildOptions, SourceFile } from "./options.ts";
import type { Product, RowIssue } from "./product.ts";
import type { FeedReport, HistoryReport } from "./report.ts";

/** A feed and its histories, read. */
export interface Sources {
  readonly feed: FeedSource;
  readonly histories: HistoryReport["files"];
  /** Of all files, in their order. */
  readonly interactions: readonly Interaction[];
  readonly issues: readonly FileIssue[];
}

export interface FeedSource {
  readonly report: FeedReport;
  readonly products: readonly Product[];
  readonly issues: readonly FileIssue[];
}

type Reading = Pick<BuildOptions, "feed" | "history" | "nowMs" | "onProgress">;

/** Throws FeedError for a file that cannot be read as a whole. */
export function readSources(options: Reading): Sources {
  const feed = readFeedSource(options);
  const histories = (options.history ?? []).map((file) => {
    options.onProgress?.({ stage: `reading ${file.name}`, share: undefined });
    return { name: file.name, ...readHistory(file.bytes, file.name) };
  });
  return {
    feed,
    histories: histories.map(({ name, format, rows }) => ({ name, format, rows })),
    interactions: histories.flatMap(({ interactions }) => interactions),
    issues: [...feed.issues, ...histories.flatMap(({ name, issues }) => named(name, issues))],
  };
}

export function readFeedSource({ feed, nowMs, onProgress }: Reading): FeedSource {
  const { format, products, rows, issues } = readFeed(feed.bytes, feed.name, {
    ...(nowMs === undefined ? {} : { nowMs }),
    onProgress: (done) => onProgress?.({ stage: `reading ${feed.name}, ${done} rows`, share: undefined }),
  });
  return {
    report: { name: feed.name, format, rows, products: products.length },
    products,
    issues: named(feed.name, issues),
  };
}

function named(file: SourceFile["name"], issues: readonly RowIssue[]): FileIssue[] {
  return issues.map((issue) => ({ file, ...issue }));
}
