/** The time as a device has it, and a wait; both in milliseconds. */
export interface Clock {
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/**
 * What `work` comes to, after `ms` in any case: a worker may be killed at any moment, so whether it comes to a report must hang neither on how much there is to
 * measure nor on whether that can be measured at all. `otherwise` where it breaks.
 *
 * @param work Is to look at no more once it is told that half of the time is over, and to learn from what it has by then: of a head of hidden layers, that takes a time of its own.
 */
export async function evenly<T>(
  work: (isOver: () => boolean) => Promise<T>,
  otherwise: T,
  ms: number,
  { now, sleep }: Clock,
): Promise<T> {
  const begunMs = now();
  // A clock set back meanwhile makes nothing longer.
  const leftMs = (): number => Math.min(ms, begunMs + ms - now());
  const done = await work(() => leftMs() <= ms / 2).catch(() => otherwise);
  await sleep(Math.max(0, leftMs()));
  return done;
}
