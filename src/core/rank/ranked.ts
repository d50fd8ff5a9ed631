import type { Basis, BasisReason, RankedItem } from "../bridge/protocol.ts";

/** What the ranking rules answer; the engine adds the policy's and the request's names. */
export interface Ranked {
  readonly items: readonly RankedItem[];
  readonly basis: Basis;
  readonly reason: BasisReason;
}
