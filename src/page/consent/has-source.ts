import { DATA_LAYER } from "../capture/layer.ts";

/** Globals of banners and platforms, and the data layer by its name, any of which may be anything. */
type Globals = Readonly<Record<string, unknown>> & {
  readonly __tcfapi?: unknown;
  readonly Shopify?: { readonly loadFeatures?: unknown };
};

/** Whether the page has something to be asked for consent: the same that follow.ts knows how to listen to. What cannot be looked at is there. */
export function hasSource(layer: string = DATA_LAYER): boolean {
  try {
    const { __tcfapi, Shopify, [layer]: entries } = globalThis as unknown as Globals;
    if (__tcfapi ?? Shopify?.loadFeatures) return true;
    return Array.isArray(entries) && entries.some((entry: ArrayLike<unknown> | null) => entry?.[0] === "consent");
  } catch {
    return true;
  }
}
