import { SEED_BYTES, TAG_BYTES } from "../../src/core/protocol/bounds.ts";
import type { HpkeKey, Party } from "../../src/core/protocol/plan.ts";
import type { Box, Report } from "../../src/core/protocol/report.ts";
import type { KnownPlan } from "../rounds/known-plan.ts";

/** What is wrong with a report that its plan can tell; none of it can be helped by sending it again. */
export type Misfit = "wrong-round" | "token" | "boxes" | "key" | "sealed-size";

/** The first thing that does not fit, or undefined. Whether its boxes open shows later. */
export function misfit(report: Report, { plan, size }: KnownPlan): Misfit | undefined {
  if (report.round !== plan.round) return "wrong-round";
  if (report.token.length > 0) return "token";
  if (report.helper === null || plan.helper === null) return "boxes";
  return boxMisfit(report.leader, plan.leader, 4 * size) ?? boxMisfit(report.helper, plan.helper, SEED_BYTES);
}

function boxMisfit(box: Box, { keys }: Party, plainBytes: number): Misfit | undefined {
  const key = keys.find(({ id }) => id === box.keyId);
  if (key === undefined || box.encapsulated.length !== encapsulatedBytes(key)) return "key";
  return box.sealed.length === plainBytes + TAG_BYTES ? undefined : "sealed-size";
}

const encapsulatedBytes = ({ kem }: HpkeKey): number => (kem === "x25519" ? 32 : 65);
