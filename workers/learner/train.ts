import { zeroHead } from "../../src/core/rank/tuning/zero-head.ts";
import { type Trained, trainOnDevice } from "../model/tune.ts";
import { choices } from "../serve/choices.ts";
import type { Kept } from "../serve/kept.ts";
import type { Memory } from "../serve/memory.ts";
import type { Compute } from "./compute.ts";
import type { Rest } from "./rest.ts";

export interface Task {
  readonly loaded: Kept;
  readonly memory: Memory;
  readonly compute: Compute;
  readonly rest: Rest;
  /** Ends it early. */
  readonly life: AbortController;
  readonly limitMs: number;
  readonly now: number;
  readonly random: () => number;
}

/** From what this device kept to a head and the test of it. */
export async function train({ loaded, memory, compute, rest, life, limitMs, now, random }: Task): Promise<Trained> {
  const lists = await choices(loaded.prepared, memory.inTime(now), memory.compacted, rest.pause);
  const head = loaded.prepared.learned?.head ?? zeroHead();
  const slow = `not done in ${limitMs / 1_000} s on this device`;
  const timer = setTimeout(() => life.abort(slow), limitMs);
  try {
    const { signal } = life;
    return await trainOnDevice({ head, lists, slopesOf: compute.slopesOf, random, pause: rest.pause, signal });
  } catch (error) {
    if (error !== slow) throw error;
    return { outcome: "reverted", why: slow, head: undefined, lists: lists.length, heldOut: 0, gain: 0, low: 0 };
  } finally {
    clearTimeout(timer);
  }
}
