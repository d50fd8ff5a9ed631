import { limited } from "./limited.ts";

/** A picture that never comes keeps a page from ever having loaded: then its ranking waits no longer. */
const LOAD_LIMIT_MS = 5_000;

/** Runs once the window has loaded and has a moment to spare (2 s at the latest), so that nothing of the shop waits for us. */
export async function afterLoadAndIdle(run: () => void, signal: AbortSignal): Promise<void> {
  if (document.readyState !== "complete") {
    const loaded = new Promise((resolve) => addEventListener("load", resolve, { once: true, signal }));
    await limited(loaded, LOAD_LIMIT_MS, () => {});
  }
  const start = (): void => {
    if (!signal.aborted) run();
  };
  if (typeof requestIdleCallback === "function") requestIdleCallback(start, { timeout: 2_000 });
  else setTimeout(start, 200); // Safari
}
