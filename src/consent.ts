/** What the script tag loads where the page has a banner or a platform to ask for consent. */
export { VERSION as version } from "./core/version.ts";
export { followConsent } from "./page/consent/follow.ts";
