import type { FederationOptions } from "./page/api.ts";
import { keepContributing } from "./page/contributing.ts";
import type { Page } from "./page/page.ts";

export { VERSION as version } from "./core/version.ts";

/**
 * For the script tag, which loads it where the shopper contributes. `launch` starts the reporter; may throw. `json`: what
 * data-federation says.
 */
export function contributeBeside(page: Page, launch: () => Worker, json: string): void {
  // Whatever it says, the worker checks it.
  keepContributing(page, JSON.parse(json) as FederationOptions, launch);
}
