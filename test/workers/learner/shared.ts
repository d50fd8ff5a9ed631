import { FEATURES } from "../../../src/core/rank/features.ts";
import { device } from "../engine/tab.ts";
import { putRaw } from "../store/fixtures.ts";

/** Keeps a published model as one that this device has accepted; returns its hash. */
export async function keepShared(weights: number = FEATURES.length): Promise<string> {
  const hash = "ab".repeat(32);
  const says = { task: "head", hash, version: 1, canary: false, accepted: true, why: "no worse", heldOut: 18, gain: 0 };
  const record = { ...says, weights: new Float32Array(weights).fill(0.05), atMs: device.clock };
  await putRaw(device.storeName, "models", record, "shared");
  return hash;
}
