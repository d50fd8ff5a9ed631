import type { SourceDoor } from "./page/capture/doors.ts";
import { hearGa4 } from "./page/capture/ga4.ts";

export { VERSION as version } from "./core/version.ts";

/** For the script tag, which loads it where the page has a data layer. */
export const hear: SourceDoor["hear"] = hearGa4;
