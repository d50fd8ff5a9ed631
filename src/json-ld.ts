import type { SourceDoor } from "./page/capture/doors.ts";
import { hearJsonLd } from "./page/capture/json-ld/hear.ts";

export { VERSION as version } from "./core/version.ts";

/** For the script tag, which loads it where the page has JSON-LD. */
export const hear: SourceDoor["hear"] = hearJsonLd;
