import { launchModule } from "./page/launch.ts";
import { keepLearning } from "./page/learning.ts";
import type { Page } from "./page/page.ts";

export { VERSION as version } from "./core/version.ts";

/** For the script tag, which loads it once there is something to learn. `src`: the script's own address; the learner lies beside it. */
export function learnBeside(page: Page, src: string): void {
  keepLearning(page, () => launchModule(new URL("learner.worker.js", src)));
}
