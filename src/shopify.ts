import type { SourceDoor } from "./page/capture/doors.ts";
import { hearShopify } from "./page/capture/shopify.ts";

export { VERSION as version } from "./core/version.ts";

/** For the script tag, which loads it in a Shopify shop. */
export const hear: SourceDoor["hear"] = hearShopify;
