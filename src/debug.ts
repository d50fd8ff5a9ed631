import type { Inkling } from "./page/api.ts";
import { showPanel } from "./page/debug/panel.ts";

export { VERSION as version } from "./core/version.ts";

let close = (): void => {};

/**
 * Shows what Inkling knows and does on this page, in a small panel for the shop's developers: status, consent, the sources that are read,
 * storage, catalogue, products the catalogue does not know, learning, why the page's products stand where they do, interests, timings,
 * the last events and problems. It follows changes, moves nothing of the page, and closes by its button or with Escape. A second call opens it anew.
 *
 * @example
 * import { createInkling } from "inkling";
 *
 * const inkling = await createInkling({ catalog: "/inkling/catalog.json" });
 * if (location.hash === "#inkling") import("inkling/debug").then(({ openDebug }) => openDebug(inkling));
 */
export function openDebug(inkling: Inkling): void {
  close();
  close = showPanel(inkling);
}
