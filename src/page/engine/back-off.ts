/** How long to wait before each restart within a minute. */
const WAITS_MS = [100, 1_000, 5_000];
const WINDOW_MS = 60_000;

/** Milliseconds to wait before starting again; undefined when it was started again too often within a minute. */
export type BackOff = (nowMs: number) => number | undefined;

export function createBackOff(): BackOff {
  let crashes: readonly number[] = [];
  return (nowMs) => {
    crashes = [...crashes.filter((at) => nowMs - at < WINDOW_MS), nowMs];
    return WAITS_MS[crashes.length - 1];
  };
}
