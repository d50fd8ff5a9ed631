import type { PlanTokens } from "../../src/core/protocol/plan.ts";
import { type Reason, RefusedError } from "../../src/core/protocol/refusal.ts";
import { parseTokenRequest } from "../../src/core/protocol/token-request.ts";
import { verifier } from "../crypto/sign.ts";
import type { KnownPlan, KnownPlans } from "../rounds/known-plan.ts";
import { countToken } from "../store/sessions.ts";
import type { Database } from "../store/sql.ts";
import { tokenKeyOf } from "../store/token-keys.ts";
import { attested } from "./attest.ts";
import { tokenKeyId } from "./check.ts";
import { blindSign } from "./key.ts";
import { AddressQuota } from "./quota.ts";

/** Whom an issuer gives tokens. */
export interface IssuerPolicy {
  /** Of plans to come. */
  readonly attestation: Omit<PlanTokens, "key">;
  /** Ed25519, hex: the shop's server, for shop-session. */
  readonly sessionKey: string | undefined;
  /** Tokens an address may have in an epoch. */
  readonly perAddress: number;
}

/**
 * Why there is no token; counted, not told. unknown-plan: none that asks for tokens. over: its time is, or the key is destroyed. key: for another one, or not below its
 * modulus. attestation: the proof is none.
 */
export type NoToken = Reason | "unknown-plan" | "over" | "key" | "attestation" | "address-limit" | "session-limit";

/** A session's token may be lost on its way, once. */
const PER_SESSION = 2;

/** Issues tokens, RFC 9578, section 6.2: to whom is decided here, and to whom a token was issued cannot be seen in it. */
export class Issuer {
  private readonly database: Database;
  private readonly plans: KnownPlans;
  private readonly origin: string;
  private readonly now: () => number;
  private readonly verify: ReturnType<typeof verifier> | undefined;
  private readonly quota: AddressQuota;

  constructor({ database, plans, origin, now }: IssuerPlace, { sessionKey, perAddress }: IssuerPolicy) {
    this.database = database;
    this.plans = plans;
    this.origin = origin;
    this.now = now;
    this.verify = sessionKey === undefined ? undefined : verifier(sessionKey);
    this.quota = new AddressQuota(perAddress);
  }

  /** The blind signature, or why there is none. `address`: who asks. */
  async issue(planHash: string, body: Uint8Array, address: string): Promise<Buffer | NoToken> {
    const known = await this.plans.get(planHash);
    if (known?.plan.tokens == null) return "unknown-plan";
    try {
      return await this.ofPlan(known, known.plan.tokens, body, address);
    } catch (error) {
      if (error instanceof RefusedError) return error.reason;
      throw error;
    }
  }

  private async ofPlan(
    { plan, hash, hashBytes }: KnownPlan,
    tokens: PlanTokens,
    body: Uint8Array,
    address: string,
  ): Promise<Buffer | NoToken> {
    const request = parseTokenRequest(body);
    const nowMs = this.now();
    if (nowMs >= plan.epoch.until) return "over";
    if (request.truncatedKeyId !== tokenKeyId(tokens).at(-1)) return "key";
    const statements = this.verify && { verify: this.verify, audience: this.origin, nowMs };
    const who = attested({ planHash: hashBytes, tokens, request, statements });
    if (who === undefined) return "attestation";
    const { task, round } = plan;
    const key = await tokenKeyOf(this.database, task, round);
    if (key === undefined) return "over";
    if (!this.quota.take(hash, plan.epoch.until, address, nowMs)) return "address-limit";
    const { session } = who;
    if (session !== undefined) {
      const counted = await countToken(this.database, { task, round, session }, PER_SESSION);
      if (counted !== "counted") return counted === "over" ? "over" : "session-limit";
    }
    return blindSign(key, request.blinded) ?? "key";
  }
}

/** Where an issuer stands. */
export interface IssuerPlace {
  readonly database: Database;
  readonly plans: KnownPlans;
  /** The leader as devices see it. */
  readonly origin: string;
  readonly now: () => number;
}
