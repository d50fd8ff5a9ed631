/** Runs once the window has loaded and has a moment to spare (2 s at the latest), so that nothing of the shop waits for us. */
export function afterLoadAndIdle(run: () => void, signal: AbortSignal): void {
  const start = (): void => {
    if (!signal.aborted) run();
  };
  const whenIdle = (): void => {
    if (typeof requestIdleCallback === "function") requestIdleCallback(start, { timeout: 2_000 });
    else setTimeout(start, 200); // Safari
  };
  if (document.readyState === "complete") whenIdle();
  else addEventListener("load", whenIdle, { once: true, signal });
}
