import type { RandomBytes } from "../../src/core/privacy/random.ts";
import { addTo } from "../../src/core/privacy/share/share.ts";
import type { BatchReport } from "../../src/core/protocol/batch.ts";
import { PROTOCOL } from "../../src/core/protocol/bounds.ts";
import { fromHex, toHex } from "../../src/core/protocol/hex.ts";
import { entryBytes } from "../../src/core/protocol/log.ts";
import type { TrustMode } from "../../src/core/protocol/plan.ts";
import { entrySigned, planSigned } from "../../src/core/protocol/signed.ts";
import { verifier } from "../crypto/sign.ts";
import { withNoise } from "../rounds/noise.ts";
import { TEXT } from "../text.ts";
import type { Aggregation, OpenedReport } from "./aggregation.ts";
import { type Helper, HelperRefused } from "./helper.ts";
import { partyOf } from "./task.ts";

/** The other aggregator, and what it is known by. */
export interface HelperPeer {
  readonly helper: Helper;
  /** As devices see it, and plans say. */
  readonly origin: string;
  /** Ed25519, hex. */
  readonly signKey: string;
}

/** Rounds that a helper may be ahead by: those that a restored leader has forgotten. */
const MOST_AHEAD = 1_000;

export const HELPED_MODES: readonly TrustMode[] = ["A", "B"];

/** Modes A and B: a helper has the other half of each report, and noise of its own. `random`: what this leader's noise is drawn from. */
export function helped({ helper, origin, signKey }: HelperPeer, random: RandomBytes): Aggregation {
  const verify = verifier(signKey);
  return {
    trustModes: HELPED_MODES,
    begin: async (task, first) => {
      for (let ahead = 0; ; ahead++) {
        const round = first + ahead;
        try {
          return { round, helper: partyOf(origin, signKey, await helper.keys(task, round)) };
        } catch (error) {
          if (!(error instanceof HelperRefused) || ahead === MOST_AHEAD) throw error;
        }
      }
    },
    agree: async (plan) => {
      const signature = await helper.agree(plan);
      if (!verify(planSigned(plan, TEXT), signature)) throw new HelperRefused("/v1/plans", "its signature is none");
      return signature;
    },
    judge: async ({ hashBytes: planHash, plan }, batchId, opened) => {
      if (opened.length === 0) return [];
      const reports = opened.flatMap(forHelper);
      const verdict = await helper.judge({ planHash, round: plan.round, batchId: fromHex(batchId), reports });
      if (toHex(verdict.batchId) !== batchId || verdict.accepted.length !== opened.length)
        throw new Error("the helper answers another batch");
      return opened.filter((_, at) => verdict.accepted[at]);
    },
    bucketKey: ({ hash, plan: { round } }, { count, setHash, commitment }) =>
      helper.bucketKey({ protocol: PROTOCOL, planHash: hash, round, count, setHash, commitment }),
    noised: ({ plan }, sums) => withNoise(sums, plan.sigmaSquared, random),
    open: async ({ hash, plan: { round } }, { count, setHash, own, bucketKey }) => {
      const share = await helper.close({ protocol: PROTOCOL, planHash: hash, round, count, setHash, bucketKey });
      if (toHex(share.planHash) !== hash || toHex(share.setHash) !== setHash || share.count !== count)
        throw new HelperRefused("/v1/closings", "its share is of other reports");
      if (share.values.length !== own.length) throw new HelperRefused("/v1/closings", "its share has another size");
      const opened = own.slice();
      addTo(opened, share.values);
      return opened;
    },
    sign: async (entry, leaderSignature) => {
      const signature = await helper.log({ entry, signatures: { leader: leaderSignature, helper: null } });
      if (!verify(entrySigned(entryBytes(entry, TEXT), TEXT), signature))
        throw new Error("the helper's signature of the entry is none");
      return signature;
    },
  };
}

/** Intake has seen to it that the report has a box for the helper. */
const forHelper = ({ report: { reportId, token, helper: box } }: OpenedReport): BatchReport[] =>
  box === null ? [] : [{ reportId, token, box }];
