import { KEMS } from "../hpke/kem.ts";
import { type Open, opener } from "../hpke/open.ts";
import { keysOf, type RoundKey } from "../store/keys.ts";
import type { Database } from "../store/sql.ts";
import { TEXT } from "../text.ts";
import type { KnownPlan } from "./known-plan.ts";

/** Opens a round's boxes, by the id of the key that they name. */
export type Openers = ReadonlyMap<number, Open>;

/** Empty once the round's keys are destroyed. `info` is LEADER_INFO or HELPER_INFO. */
export async function openersOf(database: Database, { plan }: KnownPlan, info: string): Promise<Openers> {
  const keys = await keysOf(database, plan.task, plan.round);
  return new Map(keys.map((key) => [key.id, opener(KEMS[key.kem], key, TEXT.encode(info))]));
}

/** X25519 first; P-256 for browsers without. */
export const newRoundKeys = (): readonly RoundKey[] => [
  { id: 1, kem: "x25519", ...KEMS.x25519.generate() },
  { id: 2, kem: "p256", ...KEMS.p256.generate() },
];
