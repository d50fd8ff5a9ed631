/** Held by the learner of a store while it trains, in whichever tab. */
export const learnLock = (storeName: string): string => `inkling:${storeName}:learn`;

/** Held by the reporter of a store while it makes or sends a report, in whichever tab. */
export const reportLock = (storeName: string): string => `inkling:${storeName}:report`;

/**
 * Runs `work` unless another tab is at the same; undefined then. Held only over one transaction, or by a worker that ends
 * when its page is hidden, since a page with a lock is refused by the back-forward cache (WebLocks in Chromium's list of reasons). Correctness comes from the transaction: pages
 * without a secure context have no locks, and there two tabs may do the work one after the other.
 */
export async function ifFree<T>(lockName: string, work: () => Promise<T>): Promise<T | undefined> {
  if (navigator.locks === undefined) return work();
  return navigator.locks.request(lockName, { ifAvailable: true }, (lock) => (lock === null ? undefined : work()));
}

/** Whether some tab holds it; false where the browser does not say. */
export async function isHeld(lockName: string): Promise<boolean> {
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  return held.some(({ name }) => name === lockName);
}
