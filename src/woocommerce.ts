import type { SourceDoor } from "./page/capture/doors.ts";
import { hearWooCommerce } from "./page/capture/woocommerce/hear.ts";

export { VERSION as version } from "./core/version.ts";

/** For the script tag, which loads it in a WooCommerce shop. */
export const hear: SourceDoor["hear"] = hearWooCommerce;
