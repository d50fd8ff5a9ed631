import { keyRequestBytes, parseKeys, parseSignature } from "../../src/core/protocol/agreement.ts";
import { type Batch, encodeBatch, parseVerdict, type Verdict } from "../../src/core/protocol/batch.ts";
import { PROTOCOL } from "../../src/core/protocol/bounds.ts";
import { type Closing, closingBytes, type NoisedShare, parseNoisedShare } from "../../src/core/protocol/close.ts";
import { fromHex } from "../../src/core/protocol/hex.ts";
import { logBytes, type SignedEntry } from "../../src/core/protocol/log.ts";
import type { HpkeKey } from "../../src/core/protocol/plan.ts";
import { replySigned } from "../../src/core/protocol/signed.ts";
import { sha256 } from "../crypto/digest.ts";
import { type Signer, verifier } from "../crypto/sign.ts";
import { SIGNATURE, signRequest, TIME } from "../http/signed.ts";
import { TEXT } from "../text.ts";

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

const LIMIT_MS = 60_000;

/** The leader's side of what the aggregators say to each other. Every method rejects with HelperRefused or HelperAway. */
export class HelperClient {
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
    return this.ask("/v1/keys", keyRequestBytes({ protocol: PROTOCOL, task, round }, TEXT), (body) =>
      parseKeys(body, TEXT),
    );
  }

  /** The helper's signature of the plan. */
  async agree(plan: Uint8Array): Promise<string> {
    return this.ask("/v1/plans", plan, (body) => parseSignature(body, TEXT));
  }

  async judge(batch: Batch): Promise<Verdict> {
    return this.ask("/v1/batches", encodeBatch(batch), parseVerdict);
  }

  async close(closing: Closing): Promise<NoisedShare> {
    return this.ask("/v1/closings", closingBytes(closing, TEXT), parseNoisedShare);
  }

  /** The helper's signature of the entry. */
  async log(entry: SignedEntry): Promise<string> {
    return this.ask("/v1/log", logBytes([entry], TEXT), (body) => parseSignature(body, TEXT));
  }

  private async ask<T>(path: string, body: Uint8Array, read: (body: Uint8Array) => T): Promise<T> {
    const timeMs = this.now();
    const signature = signRequest(this.signer, { method: "POST", path, body, timeMs });
    const { status, reply } = await this.fetched(path, body, { [TIME]: String(timeMs), [SIGNATURE]: signature });
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
      reply = new Uint8Array(await response.arrayBuffer());
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
