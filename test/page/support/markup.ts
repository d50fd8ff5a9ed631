import { onTestFinished } from "vitest";

/** Puts markup into the page for one test. */
export function place(html: string): HTMLElement {
  const host = document.createElement("div");
  host.innerHTML = html;
  document.body.append(host);
  onTestFinished(() => {
    host.remove();
    scrollTo(0, 0);
  });
  return host;
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Two frames: what was scrolled or changed is laid out and observed. */
export const settle = (): Promise<void> =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve))));

/** The page is left, or comes back from the back-forward cache, as far as its listeners can tell. */
export const turnPage = (type: "pagehide" | "pageshow", persisted: boolean): boolean =>
  dispatchEvent(new PageTransitionEvent(type, { persisted }));
