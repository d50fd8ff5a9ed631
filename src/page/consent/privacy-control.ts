/** Global Privacy Control: in some browsers alone, and so not in the DOM library's types. */
export const forbidsSharing = (): boolean =>
  (globalThis.navigator as { readonly globalPrivacyControl?: unknown } | undefined)?.globalPrivacyControl === true;
