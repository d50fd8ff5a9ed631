import { OWN_PROPENSITY } from "../../src/core/rank/tuning/lists.ts";
import { zeroHead } from "../../src/core/rank/tuning/zero-head.ts";
import { type Trained, trainOnDevice } from "../model/tune.ts";
import { choices } from "../serve/choices.ts";
import { inTime } from "../serve/in-time.ts";
import type { Kept } from "../serve/kept.ts";
import type { EventSource } from "../serve/memory.ts";
import type { LearnedParts } from "../serve/parts.ts";
import type { Shared } from "../store/store.ts";
import type { Compute } from "./compute.ts";
import type { Rest } from "./rest.ts";

/** A published model below what is trained, and the code to reckon with it. */
export interface Base extends Pick<Shared, "hash" | "weights"> {
  readonly parts: LearnedParts;
}

export interface Task {
  readonly loaded: Kept;
  readonly shared: Base | undefined;
  /** What the shopper did. */
  readonly past: Awaited<ReturnType<EventSource["read"]>>;
  readonly compute: Compute;
  readonly rest: Rest;
  /** Ends it early. */
  readonly life: AbortController;
  readonly limitMs: number;
  readonly now: number;
  readonly random: () => number;
}

/** From what this device kept to a head and the test of it. */
export async function train(task: Task): Promise<Trained> {
  const { loaded, shared, past, compute, rest, life, limitMs, now, random } = task;
  const shipped = loaded.prepared.learned?.head;
  const seen = await choices(loaded.prepared, inTime(past.events, now), past.compacted, OWN_PROPENSITY, rest.pause);
  // What the published model says of them already is not to be learned once more: this device may have taught it that itself.
  const lists = shared === undefined ? seen : shared.parts.onTopOf(shared.weights, shipped, seen);
  const head = shipped ?? zeroHead();
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
