import { newSigningKey, signer } from "../../../server/crypto/sign.ts";
import type { LeaderContext } from "../../../server/leader/context.ts";
import { helped } from "../../../server/leader/helped.ts";
import type { Helper } from "../../../server/leader/helper.ts";
import { leaderMeters } from "../../../server/leader/meters.ts";
import { KnownPlans } from "../../../server/rounds/known-plan.ts";
import { PLATFORM_RANDOM } from "../../../server/rounds/noise.ts";
import { isAgreed } from "../../../server/store/plans.ts";
import type { Database } from "../../../server/store/sql.ts";

export const [LEADER, HELPER] = [signer(newSigningKey()), signer(newSigningKey())];

const never = () => Promise.reject(new Error("this test's helper is not asked for that"));

/** What a leader's steps are given, on this store and with a helper that does only what the test says. */
export const leaderOn = (database: Database, helper: Partial<Helper>): LeaderContext => ({
  ...{ database, plans: new KnownPlans(database, isAgreed), signer: LEADER, meters: leaderMeters(), now: Date.now },
  ...{ attestation: { attestation: "none" } as const, origin: "http://leader.example", claimant: "test" },
  aggregation: helped(
    {
      helper: { log: never, keys: never, agree: never, judge: never, bucketKey: never, close: never, ...helper },
      ...{ origin: "http://helper.example", signKey: HELPER.publicKey },
    },
    PLATFORM_RANDOM,
  ),
  log: { info: () => undefined, warn: () => undefined },
});
