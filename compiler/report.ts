import type { ChannelName } from "../src/core/catalogue/graph.ts";
import type { Manifest, SectionName } from "../src/core/catalogue/manifest.ts";
import type { CapQuality } from "./cap/quality.ts";
import type { FileIssue } from "./errors.ts";
import type { HistoryReading } from "./interaction.ts";
import type { FeedFormat } from "./product.ts";

/** Types only: what a build says of itself. */

export interface FeedReport {
  readonly name: string;
  readonly format: FeedFormat;
  readonly rows: number;
  readonly products: number;
}

export interface HistoryReport {
  readonly files: readonly {
    readonly name: string;
    readonly format: HistoryReading["format"];
    readonly rows: number;
  }[];
  readonly interactions: number;
  /** Interactions whose product the feed does not have, and some of those names. */
  readonly unmatched: number;
  readonly samples: readonly string[];
}

export interface SectionReport {
  readonly bytes: number;
  /** As brotli sends it. */
  readonly brotliBytes: number;
}

/** What the cap on bytes cost. Shares are 0 to 1, of the catalogue without a cap. */
export interface CapReport {
  readonly maxBytes: number;
  readonly wholeBytes: number;
  readonly wholeNeighbours: number;
  readonly wholeProducts: number;
  readonly neighbours: number;
  readonly products: number;
  /** Of the weight of all edges, by channel. */
  readonly weightShares: Readonly<Partial<Record<ChannelName, number>>>;
  /** Of all interactions, views and purchases weighted; undefined without a history. */
  readonly popularityShare: number | undefined;
  readonly quality: CapQuality | undefined;
}

/** What training came to. */
export interface LearningReport {
  /** Of the model section as brotli sends it; 0 when none was written. */
  readonly brotliBytes: number;
  /** "ok", or why there is none, or no encoder. */
  readonly reason: string;
  /** NDCG@10 among the candidates of held-out transitions; undefined when there were too few. */
  readonly heldOut: { readonly base: number; readonly head: number; readonly headAndEncoder: number } | undefined;
}

export interface BuildReport {
  readonly manifest: Manifest;
  /** Undefined unless training was asked for. */
  readonly learning: LearningReport | undefined;
  readonly feed: FeedReport;
  readonly history: HistoryReport | undefined;
  readonly categories: number;
  readonly brands: number;
  readonly sections: Readonly<Record<SectionName | "live", SectionReport>>;
  /** Undefined when the catalogue fitted as it was. */
  readonly cap: CapReport | undefined;
  /** Names that several products share and that therefore name none. */
  readonly aliasClashes: readonly string[];
  /** Rows left out ("error") or mended ("warning"). */
  readonly issues: readonly FileIssue[];
  /** What the shop may want to know, in sentences. */
  readonly warnings: readonly string[];
}

export interface LiveReport {
  readonly feed: FeedReport;
  /** Products of the catalogue that the feed names. */
  readonly matched: number;
  /** Of the catalogue and not in the feed: out of stock and without a price from now on. */
  readonly missing: { readonly products: number; readonly samples: readonly string[] };
  /** In the feed and not in the catalogue: shown after the next whole build. */
  readonly unknown: { readonly products: number; readonly samples: readonly string[] };
  readonly live: SectionReport;
  readonly issues: readonly FileIssue[];
  readonly warnings: readonly string[];
}
