import { keyRequestBytes, parseKeys, parseSignature } from "../../src/core/protocol/agreement.ts";
import { type Batch, encodeBatch, parseVerdict, type Verdict } from "../../src/core/protocol/batch.ts";
import { MAX_MESSAGE_BYTES, MAX_OPENED_VALUES, PROTOCOL } from "../../src/core/protocol/bounds.ts";
import {
  type BucketRequest,
  bucketRequestBytes,
  type Closing,
  closingBytes,
  type NoisedShare,
  parseBucketKey,
  parseNoisedShare,
} from "../../src/core/protocol/close.ts";
import { fromHex } from "../../src/core/protocol/hex.ts";
import { logBytes, type SignedEntry } from "../../src/core/protocol/log.ts";
import type { HpkeKey } from "../../src/core/protocol/plan.ts";
import { replySigned } from "../../src/core/protocol/signed.ts";
import { sha256 } from "../crypto/digest.ts";
import { type Signer, verifier } from "../crypto/sign.ts";
import { boundedBody } from "../http/bounded.ts";
import { SIGNATURE, signRequest, TIME } from "../http/signed.ts";
import { TEXT } from "../text.ts";
import { type Helper, HelperAway, HelperRefused } from "./helper.ts";

const LIMIT_MS = 60_000;
/** A noised share of the most values, head and all; everything else is short. */
const MAX_SHARE_BYTES = 4 * MAX_OPENED_VALUES + 256;

/** A helper over HTTP: requests are signed by the leader, and no reply is believed that is not the helper's. */
export class HelperClient implements Helper {
  private readonly origin: string;
  private readonly signer: Signer;
  private readonly verify: (message: Uint8Array, signature: string) => boolean;
  private readonly now: () => number;

  constructor(origin: string, helperKey: string, signer: Signer, now: () => number) {
    this.origin = origin;
    this.signer = signer;
    this.verify = verifier(helperKey);
    this.now = now;
  }

  async keys(task: string, round: number): Promise<readonly HpkeKey[]> {
    const request = keyRequestBytes({ protocol: PROTOCOL, task, round }, TEXT);
    return this.ask("/v1/keys", request, (body) => parseKeys(body, TEXT));
  }

  async agree(plan: Uint8Array): Promise<string> {
    return this.ask("/v1/plans", plan, (body) => parseSignature(body, TEXT));
  }

  async judge(batch: Batch): Promise<Verdict> {
    return this.ask("/v1/batches", encodeBatch(batch), parseVerdict);
  }

  async bucketKey(request: BucketRequest): Promise<string> {
    return this.ask("/v1/buckets", bucketRequestBytes(request, TEXT), (body) => parseBucketKey(body, TEXT));
  }

  async close(closing: Closing): Promise<NoisedShare> {
    return this.ask("/v1/closings", closingBytes(closing, TEXT), parseNoisedShare, MAX_SHARE_BYTES);
  }

  async log(entry: SignedEntry): Promise<string> {
    return this.ask("/v1/log", logBytes([entry], TEXT), (body) => parseSignature(body, TEXT));
  }

  private async ask<T>(
    path: string,
    body: Uint8Array,
    read: (body: Uint8Array) => T,
    maxBytes = MAX_MESSAGE_BYTES,
  ): Promise<T> {
    const timeMs = this.now();
    const signature = signRequest(this.signer, { method: "POST", path, body, timeMs });
    const headers = { [TIME]: String(timeMs), [SIGNATURE]: signature };
    const { status, reply } = await this.fetched(path, body, headers, maxBytes);
    if (status === 409) throw new HelperRefused(path, reasonOf(reply));
    if (status !== 200) throw new HelperAway(`the helper answers ${path} with ${status}`);
    try {
      return read(reply);
    } catch (cause) {
      throw new HelperRefused(path, `it answers what cannot be read (${String(cause)})`);
    }
  }

  private async fetched(
    path: string,
    body: Uint8Array,
    headers: Readonly<Record<string, string>>,
    maxBytes: number,
  ): Promise<{ status: number; reply: Uint8Array }> {
    let response: Response;
    let reply: Uint8Array;
    try {
      response = await fetch(this.origin + path, {
        method: "POST",
        headers: { ...headers, "content-type": "application/octet-stream" },
        body: Buffer.from(body),
        redirect: "error",
        signal: AbortSignal.timeout(LIMIT_MS),
      });
      reply = await boundedBody(response, maxBytes);
    } catch (cause) {
      throw new HelperAway(`the helper does not answer ${path}`, { cause });
    }
    const signature = response.headers.get(SIGNATURE) ?? "";
    const signed = replySigned(fromHex(headers[SIGNATURE] ?? ""), response.status, sha256(reply), TEXT);
    if (!/^[0-9a-f]{128}$/.test(signature) || !this.verify(signed, signature))
      throw new HelperAway(`${path} was answered with ${response.status}, not signed by the helper`);
    return { status: response.status, reply };
  }
}

const reasonOf = (reply: Uint8Array): string => TEXT.decode(reply).slice(0, 200);
