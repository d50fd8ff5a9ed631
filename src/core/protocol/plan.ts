import type { TextCodec } from "../bytes.ts";
import type { PlanFigures } from "../privacy/plan/refusals.ts";
import type { Block } from "../privacy/vector/block.ts";
import type { Subset } from "../rank/subset.ts";
import type { PROTOCOL } from "./bounds.ts";

/** A: two operators. B: two processes of one operator. C: one trainer, whom client-side noise alone protects from. */
export type TrustMode = "A" | "B" | "C";

/** A part of a report and how it is written; its name is 1 to 64 of a-z, 0-9 and -. */
export interface PlanBlock extends Block {
  /** Of delta blocks alone: which weights they move. */
  readonly subset?: Subset;
}

/** One HPKE key of an aggregator, for one plan alone. */
export interface HpkeKey {
  /** 0 to 255, what a report names the key by. */
  readonly id: number;
  readonly kem: "x25519" | "p256";
  /** Public key in hex: 32 bytes for x25519, 65 (uncompressed) for p256. */
  readonly key: string;
}

export interface Party {
  /** Scheme, host and port alone. */
  readonly origin: string;
  /** One to four, of different kems or for different ids: a device takes the first that it can use. */
  readonly keys: readonly HpkeKey[];
  /** Ed25519 public key, 32 bytes in hex. */
  readonly signKey: string;
}

/**
 * What a device shows for a token. none: nothing, so that tokens stop replays and not many fakes. pow: work, which makes fakes cost something.
 * shop-session: a statement of the shop's own server about the shopper's session.
 */
export type Attestation = "none" | "pow" | "shop-session";

/** Whether a block teaches weights. */
export const isDelta = ({ kind }: PlanBlock): boolean => kind === "delta";

/** The tokens of one plan's reports. */
export interface PlanTokens {
  /** The RSA modulus, 256 bytes in hex, of a key that is this plan's alone; the exponent is 65,537. */
  readonly key: string;
  readonly attestation: Attestation;
  /** Of pow alone: leading zero bits of a hash. */
  readonly difficulty?: number;
}

/**
 * What devices are asked for: one round of one task. It is named by the SHA-256 of its bytes, which is also the seed of its rotation, and signed by both
 * aggregators.
 */
export interface Plan extends PlanFigures {
  readonly protocol: typeof PROTOCOL;
  /** 1 to 64 of a-z, 0-9 and -. */
  readonly task: string;
  /** 1 and up; of a task, a later plan has a higher one. */
  readonly version: number;
  readonly round: number;
  /** SHA-256 in hex of the model that deltas start from; "zero" for a head of zeros. */
  readonly model: string;
  /** Unix milliseconds: reports are taken from `from` until `until`. */
  readonly epoch: { readonly from: number; readonly until: number };
  readonly blocks: readonly PlanBlock[];
  /** What the squares of a report's whole numbers sum to at most, all blocks together: reportBoundSquared. */
  readonly boundSquared: number;
  /** Devices that the task's delta is made for. */
  readonly devices: number;
  /** zCDP of one report, in millionths of rho, rounded up: planMicroRho. */
  readonly microRho: number;
  readonly trustMode: TrustMode;
  readonly leader: Party;
  /** Null in mode C. */
  readonly helper: Party | null;
  /** What each report must bring; null where the task asks for none. */
  readonly tokens: PlanTokens | null;
}

/** The bytes that name a plan. Others of the same meaning would have another hash: a plan is kept and passed on as it was made. */
export function planBytes(plan: Plan, codec: TextCodec): Uint8Array {
  return codec.encode(JSON.stringify(plan));
}
