/** Globals of banners and platforms, any of which may be anything. */
interface Globals {
  readonly __tcfapi?: unknown;
  readonly Shopify?: { readonly loadFeatures?: unknown };
  readonly dataLayer?: unknown;
}

/** Whether the page has something to be asked for consent: the same that follow.ts knows how to listen to. */
export function hasSource(): boolean {
  const { __tcfapi, Shopify, dataLayer } = globalThis as Globals;
  const isConsent = (entry: ArrayLike<unknown> | null): boolean => entry?.[0] === "consent";
  return Boolean(__tcfapi ?? Shopify?.loadFeatures) || (Array.isArray(dataLayer) && dataLayer.some(isConsent));
}
