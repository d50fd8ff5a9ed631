import { agreeToPlan, keysFor } from "../../server/helper/agree.ts";
import { bucketKey, close } from "../../server/helper/close.ts";
import type { HelperContext } from "../../server/helper/context.ts";
import { judge } from "../../server/helper/judge.ts";
import { signEntry } from "../../server/helper/log.ts";
import { Refuse } from "../../server/helper/refuse.ts";
import { type Helper, HelperRefused } from "../../server/leader/helper.ts";
import { TEXT } from "../../server/text.ts";
import { encodeBatch, parseVerdict } from "../../src/core/protocol/batch.ts";
import { bucketRequestBytes, closingBytes, parseNoisedShare } from "../../src/core/protocol/close.ts";
import { logBytes } from "../../src/core/protocol/log.ts";
import { RefusedError } from "../../src/core/protocol/refusal.ts";

/** The real helper without the network: what passes is the same bytes, written and parsed. */
export function helperHere(context: HelperContext): Helper {
  return {
    keys: (task, round) => refusing("keys", () => keysFor(context, task, round)),
    agree: (plan) => refusing("plans", () => agreeToPlan(context, plan)),
    judge: (batch) => refusing("batches", async () => parseVerdict(await judge(context, encodeBatch(batch)))),
    bucketKey: (request) => refusing("buckets", () => bucketKey(context, bucketRequestBytes(request, TEXT))),
    close: (closing) =>
      refusing("closings", async () => parseNoisedShare(await close(context, closingBytes(closing, TEXT)))),
    log: (entry) => refusing("log", () => signEntry(context, logBytes([entry], TEXT))),
  };
}

async function refusing<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refuse || error instanceof RefusedError) throw new HelperRefused(what, error.reason);
    throw error;
  }
}
