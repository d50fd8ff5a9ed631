import type { Page } from "../page.ts";

/** A few properties are read each time, and the entries of a data layer. */
const LOOK_MS = 1_000;

/**
 * Looks for a banner or platform that comes after the page was idle, as a tag manager's do, every second for as long as the page lives:
 * a banner that waits for the shopper's first move may take any time. Ends once there is one.
 */
export function lookForSource({ seek, problems, signal }: Pick<Page, "seek" | "problems" | "signal">): void {
  const end = (): void => clearInterval(timer);
  const look = problems.guard(() => {
    if (!seek()) end();
  });
  const timer = setInterval(look, LOOK_MS);
  signal.addEventListener("abort", end);
}
