/** The words of `<inkling-privacy>` in Chinese: `definePrivacy(inkling, { zh: () => import("inkling/privacy-zh") })`. */
export { VERSION as version } from "./core/version.ts";
export { CHINESE as words } from "./page/elements/privacy/chinese.ts";
