import type { Batch, Verdict } from "../../src/core/protocol/batch.ts";
import type { BucketRequest, Closing, NoisedShare } from "../../src/core/protocol/close.ts";
import type { SignedEntry } from "../../src/core/protocol/log.ts";
import type { HpkeKey } from "../../src/core/protocol/plan.ts";

/** What a leader asks of its helper, over the network or in one process. Every method rejects with HelperRefused or HelperAway. */
export interface Helper {
  /** The helper's HPKE keys for a round to come. */
  keys(task: string, round: number): Promise<readonly HpkeKey[]>;
  /** The helper's signature of the plan's bytes. */
  agree(plan: Uint8Array): Promise<string>;
  /** Which reports of the batch it has added. */
  judge(batch: Batch): Promise<Verdict>;
  /** The helper's part of the key that deals a round's reports into buckets, in hex. */
  bucketKey(request: BucketRequest): Promise<string>;
  close(closing: Closing): Promise<NoisedShare>;
  /** The helper's signature of the entry. */
  log(entry: SignedEntry): Promise<string>;
}

/** The helper has looked at it and will not do it, now or later. */
export class HelperRefused extends Error {
  readonly reason: string;

  constructor(path: string, reason: string) {
    super(`the helper refuses ${path}: ${reason}`);
    this.reason = reason;
  }
}

/** No answer, or none that the helper has signed: ask again later. */
export class HelperAway extends Error {}
