/** What `<inkling-privacy>` saves and takes in, loaded at the press that does so: the third argument of `definePrivacy`, `() => import("inkling/privacy-files")`. */
export { VERSION as version } from "./core/version.ts";
export { openFile, saveFile } from "./page/elements/privacy/files.ts";
