import type { Basis, BasisReason, RankedItem } from "../bridge/protocol.ts";
import type { Explored } from "./tuning/explore.ts";

/** What the ranking rules answer; the engine adds the policy's and the request's names. */
export interface Ranked {
  readonly items: readonly RankedItem[];
  readonly basis: Basis;
  readonly reason: BasisReason;
  /** A place that was given to chance. */
  readonly explored?: Explored | undefined;
}
