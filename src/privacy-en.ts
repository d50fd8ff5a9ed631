/** The words of `<inkling-privacy>` in English: `definePrivacy(inkling, { en: () => import("inkling/privacy-en") })`. */
export { VERSION as version } from "./core/version.ts";
export { ENGLISH as words } from "./page/elements/privacy/english.ts";
