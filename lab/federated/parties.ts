import { createECDH } from "node:crypto";
import { sha256Hex } from "../../server/crypto/digest.ts";
import { type Signer, signer } from "../../server/crypto/sign.ts";
import { makePlan, partyOf, type TaskSettings } from "../../server/leader/task.ts";
import type { RoundKey } from "../../server/store/keys.ts";
import { TEXT } from "../../server/text.ts";
import { toHex } from "../../src/core/protocol/hex.ts";
import { type Plan, planBytes } from "../../src/core/protocol/plan.ts";
import { START_MS } from "../system.ts";
import type { Streams } from "./streams.ts";

export type Role = "leader" | "helper";

/** As plans name them; nobody listens there. */
export const ORIGINS: Readonly<Record<Role, string>> = {
  leader: "https://leader.example",
  helper: "https://helper.example",
};

/** The aggregators of a simulation, in mode C the leader alone: their keys follow from the seed, and so do plans, their hashes and their rotations. */
export interface Parties {
  readonly signers: Readonly<Record<Role, Signer>>;
  roundKeys(role: Role, round: number): readonly RoundKey[];
  /** One's part of the key that deals a round's reports into buckets, in hex. */
  bucketKey(role: Role, round: number): string;
}

export function partiesOf(streams: Streams): Parties {
  const signerOf = (role: Role): Signer => signer(drawn(streams, `${role} signs`));
  return {
    signers: { leader: signerOf("leader"), helper: signerOf("helper") },
    bucketKey: (role, round) => drawn(streams, `${role} deals ${round}`),
    roundKeys: (role, round) => {
      const curve = createECDH("prime256v1");
      const privateKey = drawn(streams, `${role} opens ${round}`);
      curve.setPrivateKey(privateKey, "hex");
      return [{ id: 1, kem: "p256", privateKey, publicKey: curve.getPublicKey("hex") }];
    },
  };
}

/** The very plan that a leader of these parties makes for a round. */
export function planOf(settings: TaskSettings, parties: Parties, round: number): { plan: Plan; hash: string } {
  const party = (role: Role) =>
    partyOf(
      ORIGINS[role],
      parties.signers[role].publicKey,
      parties.roundKeys(role, round).map(({ id, kem, publicKey }) => ({ id, kem, key: publicKey })),
    );
  const place = { version: round + 1, round, model: "zero", fromMs: START_MS };
  const plan = makePlan(settings, place, party("leader"), settings.trustMode === "C" ? null : party("helper"));
  return { plan, hash: sha256Hex(planBytes(plan, TEXT)) };
}

function drawn(streams: Streams, purpose: string): string {
  const bytes = new Uint8Array(32);
  streams(purpose)(bytes);
  return toHex(bytes);
}
