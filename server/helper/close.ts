import { encodeNoisedShare, parseClosing } from "../../src/core/protocol/close.ts";
import { fromHex } from "../../src/core/protocol/hex.ts";
import { withNoise } from "../rounds/noise.ts";
import { setHashOf } from "../rounds/set-hash.ts";
import { keepNoised } from "../store/closings.ts";
import { acceptedIds } from "../store/reports.ts";
import { TEXT } from "../text.ts";
import { type HelperContext, signedPlan } from "./context.ts";
import { Refuse } from "./refuse.ts";

/**
 * The helper's noised share of a round, over exactly the reports that the leader means too: on the disk before it is answered, and the same bytes
 * whenever it is asked for again. Throws Refuse for other reports, or too few.
 */
export async function close(context: HelperContext, bytes: Uint8Array): Promise<Uint8Array> {
  const { planHash, round, count, setHash } = parseClosing(bytes, TEXT);
  const known = await signedPlan(context, planHash);
  if (known.plan.round !== round) throw new Refuse("the closing names another round");
  if (setHashOf(await acceptedIds(context.database, planHash)) !== setHash)
    throw new Refuse("the closing is over other reports");
  const closed = { planHash, count, setHash };
  const values = await keepNoised(context.database, closed, known.limits, (sum) =>
    withNoise(sum, known.plan.sigmaSquared, context.random),
  );
  if (values === undefined) throw new Refuse("the round may not be closed");
  return encodeNoisedShare({ planHash: known.hashBytes, setHash: fromHex(setHash), count, values });
}
