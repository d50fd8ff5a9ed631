/** Work that may rest at each `yield`, for where it shares its thread with the page. */
export type Steps<T> = Generator<void, T, void>;

/** All of it at once. */
export function finish<T>(steps: Steps<T>): T {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

/**
 * The same in slices: rests once `sliceMs` are over, which a single step overruns.
 * @param now Milliseconds.
 * @param rest Resolves once others have had their turn.
 */
export async function inSlices<T>(
  steps: Steps<T>,
  sliceMs: number,
  now: () => number,
  rest: () => Promise<void>,
): Promise<T> {
  for (let until = now() + sliceMs; ; ) {
    const { done, value } = steps.next();
    if (done === true) return value;
    if (now() < until) continue;
    await rest();
    until = now() + sliceMs;
  }
}
