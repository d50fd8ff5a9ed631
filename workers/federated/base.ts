import type { Digest } from "../../src/core/bytes.ts";
import { decodeLearned, type Head } from "../../src/core/catalogue/learned.ts";
import { FormatError } from "../../src/core/errors.ts";
import type { Plan } from "../../src/core/protocol/plan.ts";
import { FEATURES } from "../../src/core/rank/features.ts";
import { zeroHead } from "../../src/core/rank/tuning/zero-head.ts";
import { DeclinedError } from "./declined.ts";
import type { Net } from "./net.ts";

const MAX_MODEL_BYTES = 1_000_000;

/** The head that a plan's deltas start from: of zeros, or the model under the hash that the plan names, which both aggregators have signed. */
export async function baseHead({ model }: Plan, leader: string, net: Net, digest: Digest): Promise<Head> {
  if (model === "zero") return zeroHead();
  const bytes = await net.get(`${leader}/v1/models/${model}`, MAX_MODEL_BYTES);
  if ((await digest(bytes)) !== model) throw new DeclinedError("the leader has another model under the plan's hash");
  try {
    return decodeLearned(bytes, FEATURES.length, 0).head;
  } catch (error) {
    if (error instanceof FormatError) throw new DeclinedError(error.message, { cause: error });
    throw error;
  }
}
