/** `inkling/compiler`: from a shop's product feed to the catalogue that its pages load. Runs in Node. */

export { buildCatalogue } from "./build.ts";
export { CatalogueError, type FileIssue, OutputError, RowsError } from "./errors.ts";
export { FeedError } from "./feed/errors.ts";
export { type ReadFeedOptions, readFeed } from "./feed/read.ts";
export { readHistory } from "./history/read.ts";
export type { HistoryReading, Interaction } from "./interaction.ts";
export { buildLive, type LiveOptions } from "./live.ts";
export type { BuildOptions, BuildProgress, SourceFile, TrainOptions } from "./options.ts";
export type { Attribute, FeedFormat, FeedReading, Price, Product, RowIssue, Variant } from "./product.ts";
export type {
  BuildReport,
  CapReport,
  FeedReport,
  HistoryReport,
  LearningReport,
  LiveReport,
  SectionReport,
} from "./report.ts";
