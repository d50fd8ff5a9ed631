import { DATA_LAYER } from "../capture/layer.ts";

/** Globals of banners, platforms and tags, and the data layer by its name, any of which may be anything. */
type Globals = Readonly<Record<string, { some?(isMeant: (entry: ArrayLike<unknown> | null) => boolean): unknown }>> & {
  readonly __tcfapi?: unknown;
  readonly Shopify?: { readonly loadFeatures?: unknown };
  readonly google_tag_data?: { readonly ics?: { readonly active?: unknown } };
};

/** Whether the page has something to be asked for consent: the same that follow.ts knows how to listen to. What cannot be looked at is there. */
export function hasSource(layer: string = DATA_LAYER): boolean {
  try {
    const { __tcfapi, Shopify, google_tag_data, [layer]: entries } = globalThis as unknown as Globals;
    return Boolean(
      __tcfapi ||
        Shopify?.loadFeatures ||
        google_tag_data?.ics?.active ||
        entries?.some?.((entry) => entry?.[0] === "consent"),
    );
  } catch {
    return true;
  }
}
