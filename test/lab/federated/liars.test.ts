import { expect, test } from "vitest";
import { ATTACKS, type AttackName } from "../../../lab/federated/liars.ts";
import { partiesOf, planOf } from "../../../lab/federated/parties.ts";
import { streamsOf } from "../../../lab/federated/streams.ts";
import { taskOf } from "../../../lab/federated/task.ts";
import { reportBoundSquared } from "../../../src/core/privacy/vector/block.ts";
import { encode } from "../../../src/core/privacy/vector/encode.ts";
import { fromHex } from "../../../src/core/protocol/hex.ts";
import { FEATURES } from "../../../src/core/rank/features.ts";

const streams = streamsOf(3);
const setting = {
  subset: "linear" as const,
  devices: 300,
  rounds: 3,
  participations: 1,
  epsilon: 2,
  delta: 1e-6,
  mode: "B" as const,
  buckets: 1,
  seed: 3,
};
const agreed = planOf(taskOf(setting), partiesOf(streams), 0);
const honest = Float64Array.from(FEATURES, (_, at) => (at % 3) - 1);
const cosine = (a: Float64Array, b: Float64Array): number =>
  a.reduce((sum, value, at) => sum + value * b[at]!, 0) / Math.hypot(...a) / Math.hypot(...b);

/** The norm of what is sent, in units of what honest code may send. */
function sentNorm(attack: AttackName): number {
  const lie = ATTACKS[attack](honest, agreed, streams(attack));
  const vector = encode(lie.agreed.plan.blocks, [lie.values], fromHex(agreed.hash), streams("rounding"));
  return Math.hypot(...Int32Array.from(vector)) / Math.sqrt(reportBoundSquared(agreed.plan.blocks));
}

test("in-norm lies are as long as a report may be, and no longer", () => {
  for (const attack of ["sign-flip", "backdoor", "replay", "sybil"] as const) {
    expect(sentNorm(attack)).toBeLessThanOrEqual(1);
    expect(sentNorm(attack)).toBeGreaterThan(0.98);
  }
});

test("boost is ten times as long, and garbage anywhere in the modulus", () => {
  expect(sentNorm("boost")).toBeGreaterThan(9.8);
  expect(sentNorm("boost")).toBeLessThan(10.2);
  expect(sentNorm("garbage")).toBeGreaterThan(1e5);
});

test("each says what its name says", () => {
  const lieOf = (attack: AttackName) => ATTACKS[attack](honest, agreed, streams(attack));
  for (const attack of ["sign-flip", "boost", "replay", "sybil"] as const)
    expect(cosine(lieOf(attack).values, honest)).toBeCloseTo(-1, 12);
  const { values } = lieOf("backdoor");
  expect(FEATURES.filter((_, at) => values[at] !== 0)).toEqual(["popularity"]);
  expect(lieOf("replay").times).toBeGreaterThan(1);
  expect(lieOf("sybil").identities).toBeGreaterThan(1);
  // One who has nothing to say lies as loudly.
  expect(
    Math.hypot(
      ...ATTACKS["sign-flip"](
        honest.map(() => 0),
        agreed,
        streams("x"),
      ).values,
    ),
  ).toBeCloseTo(0.3, 12);
});
