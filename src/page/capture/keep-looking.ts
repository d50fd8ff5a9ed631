/** What is looked at is seen a second late at most. */
const LOOK_MS = 1_000;

/** Looks now, every second and as the page is left, at what tells nobody when it changes. Ends with the signal. */
export function keepLooking(look: () => void, signal: AbortSignal): void {
  look();
  const timer = setInterval(look, LOOK_MS);
  addEventListener("pagehide", look, { signal });
  signal.addEventListener("abort", () => clearInterval(timer));
}
