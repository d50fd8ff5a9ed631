import { microRhoOf, sigmaSquaredFor } from "../../src/core/privacy/plan/noise.ts";
import { reportBoundSquared } from "../../src/core/privacy/vector/block.ts";
import { PROTOCOL } from "../../src/core/protocol/bounds.ts";
import type { HpkeKey, Party, Plan, PlanBlock, PlanTokens, TrustMode } from "../../src/core/protocol/plan.ts";
import { checkPlan } from "../../src/core/protocol/plan-limits.ts";
import { RefusedError } from "../../src/core/protocol/refusal.ts";
import { epsilonOf } from "../rounds/epsilon.ts";

/** What an operator sets of a task; plans are made of it, one a round. */
export interface TaskSettings {
  readonly task: string;
  readonly blocks: readonly PlanBlock[];
  readonly noiseMultiplier: number;
  readonly leastReports: number;
  readonly largestBatch: number;
  /** Sums that a round is opened in at most, each of `leastReports` or more; 1 in mode C. */
  readonly buckets: number;
  /** Reports a device in its life. */
  readonly participationCap: number;
  /** Devices that the delta is made for. */
  readonly devices: number;
  readonly delta: number;
  /** The most that a device's reports may come to. */
  readonly maxEpsilon: number;
  /** How long a round takes reports, unless largestBatch come first. */
  readonly roundMs: number;
  /** A: the helper is somebody else's. B: it is one's own. C: there is none. */
  readonly trustMode: TrustMode;
  /** Whether each report must bring a token. */
  readonly tokens: boolean;
}

/** Where a plan stands. */
export interface PlanPlace {
  readonly version: number;
  readonly round: number;
  readonly model: string;
  readonly fromMs: number;
}

/** The plan of a round. Throws RefusedError where it may not be made: its noise, its sums, its K or the budget. */
export function makePlan(
  settings: Omit<TaskSettings, "tokens">,
  place: PlanPlace,
  leader: Party,
  helper: Party | null,
  tokens: PlanTokens | null = null,
): Plan {
  const { roundMs, maxEpsilon, blocks, noiseMultiplier } = settings;
  const boundSquared = reportBoundSquared(blocks);
  const sigmaSquared = sigmaSquaredFor(noiseMultiplier, boundSquared);
  const plan: Plan = {
    protocol: PROTOCOL,
    task: settings.task,
    version: place.version,
    round: place.round,
    model: place.model,
    epoch: { from: place.fromMs, until: place.fromMs + roundMs },
    blocks,
    boundSquared,
    sigmaSquared,
    noiseMultiplier,
    leastReports: settings.leastReports,
    largestBatch: settings.largestBatch,
    buckets: settings.buckets,
    participationCap: settings.participationCap,
    devices: settings.devices,
    delta: settings.delta,
    microRho: microRhoOf(sigmaSquared, boundSquared),
    trustMode: settings.trustMode,
    leader,
    helper,
    tokens,
  };
  checkPlan(plan);
  const epsilon = epsilonOf(plan);
  if (!(epsilon <= maxEpsilon))
    throw new RefusedError("budget", `the plan: a device comes to epsilon ${epsilon.toFixed(2)}, above ${maxEpsilon}`);
  return plan;
}

export const partyOf = (origin: string, signKey: string, keys: readonly HpkeKey[]): Party => ({
  origin,
  keys,
  signKey,
});
