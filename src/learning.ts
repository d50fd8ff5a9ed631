import { keepLearning } from "./page/learning.ts";
import type { Page } from "./page/page.ts";

export { VERSION as version } from "./core/version.ts";

/** For the script tag, which loads it once there is something to learn. `launch` starts the learner; may throw. */
export function learnBeside(page: Page, launch: () => Worker): void {
  keepLearning(page, launch);
}
