import type { RowIssue } from "./product.ts";

/** One row of a shop's history: who did what with which product, when. Types only. */
export interface Interaction {
  /** Shopper or session: only tells rows apart, never kept in the pack. */
  readonly shopper: string;
  /** As the history names it; resolved through the catalogue's aliases. */
  readonly item: string;
  /** Milliseconds since the epoch; undefined when the history has none, order of rows then stands for time. */
  readonly at: number | undefined;
  readonly kind: "view" | "cart" | "purchase";
  /**
   * How much of an interaction it counts as, above 0; 1 when it is left out. Below 1 for what the shop's own shelves made more likely: the
   * inverse of its propensity.
   */
  readonly weight?: number;
}

export interface HistoryReading {
  readonly format: "json-lines" | "csv" | "tsv";
  readonly rows: number;
  /** In file order. */
  readonly interactions: readonly Interaction[];
  readonly issues: readonly RowIssue[];
}
