import type { FederationOptions } from "./page/api.ts";
import { keepContributing } from "./page/contributing.ts";
import { launchModule } from "./page/launch.ts";
import type { Page } from "./page/page.ts";

export { VERSION as version } from "./core/version.ts";

/**
 * For the script tag, which loads it where the shopper contributes. `src`: the script's own address; the reporter lies beside it. `json`: what
 * data-federation says.
 */
export function contributeBeside(page: Page, src: string, json: string): void {
  // Whatever it says, the worker checks it.
  const options = JSON.parse(json) as FederationOptions;
  keepContributing(page, options, () => launchModule(new URL("reporter.worker.js", src)));
}
