import { SEED_BYTES, TAG_BYTES } from "../../src/core/protocol/bounds.ts";
import type { HpkeKey, Party } from "../../src/core/protocol/plan.ts";
import type { Box, Report } from "../../src/core/protocol/report.ts";
import type { KnownPlan } from "../rounds/known-plan.ts";

/**
 * What is wrong with a report that its plan can tell; none of it can be helped by sending it again. token: one that the plan does not ask for. no-token: none
 * where it does. bad-token: one that is not of this plan, or not signed.
 */
export type Misfit = "wrong-round" | "boxes" | "key" | "sealed-size" | "token" | "no-token" | "bad-token";

/** What a report that fits its plan spends: the nonce of its token, in hex; null where none is asked for. */
export interface Fitting {
  readonly token: string | null;
}

/** That, or the first thing that does not fit. Whether its boxes open, and whether the token was spent before, shows later. */
export function fitting(report: Report, known: KnownPlan): Fitting | Misfit {
  return misfit(report, known) ?? tokenOf(report, known);
}

function tokenOf({ token }: Report, { checkToken }: KnownPlan): Fitting | Misfit {
  if (checkToken === undefined) return token.length > 0 ? "token" : { token: null };
  if (token.length === 0) return "no-token";
  const nonce = checkToken(token);
  return nonce === undefined ? "bad-token" : { token: nonce };
}

function misfit(report: Report, { plan, size }: KnownPlan): Misfit | undefined {
  if (report.round !== plan.round) return "wrong-round";
  const own = boxMisfit(report.leader, plan.leader, 4 * size);
  if (report.helper === null || plan.helper === null) return report.helper === plan.helper ? own : "boxes";
  return own ?? boxMisfit(report.helper, plan.helper, SEED_BYTES);
}

function boxMisfit(box: Box, { keys }: Party, plainBytes: number): Misfit | undefined {
  const key = keys.find(({ id }) => id === box.keyId);
  if (key === undefined || box.encapsulated.length !== encapsulatedBytes(key)) return "key";
  return box.sealed.length === plainBytes + TAG_BYTES ? undefined : "sealed-size";
}

const encapsulatedBytes = ({ kem }: HpkeKey): number => (kem === "x25519" ? 32 : 65);
