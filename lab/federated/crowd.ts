import type { NamedPlan } from "../../workers/federated/agreed.ts";
import { sampleOf, seededRandom } from "../random.ts";
import { ATTACKS, type AttackName, type Lie } from "./liars.ts";
import type { Streams } from "./streams.ts";

/** What the device at a place of the fleet sends instead of its update; undefined for honest ones. */
export type LieOf = (place: number, honest: Float64Array, agreed: NamedPlan) => Lie | undefined;

/** A share of all devices, drawn by the seed, lies in every round that it is in. */
export function lieOf(attack: AttackName, malicious: number, devices: number, seed: number, streams: Streams): LieOf {
  const liars = new Set(sampleOf(devices, Math.round(malicious * devices), seededRandom(seed)));
  return (place, honest, agreed) =>
    liars.has(place) ? ATTACKS[attack](honest, agreed, streams(`lie ${agreed.plan.round} ${place}`)) : undefined;
}
