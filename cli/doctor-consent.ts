/** What the page says in Google's consent mode, where that is what Inkling hears: nothing, its switch, or others alone. */
export type ConsentMode = "none" | "named" | "silent";

/** The globals that say it: entries of the data layer, of which gtag's are Arguments, and what Google's tags hold. */
type Host = Readonly<Record<string, readonly (ArrayLike<unknown> | null)[] | undefined>> & {
  readonly __tcfapi?: unknown;
  readonly Shopify?: { readonly loadFeatures?: unknown };
  readonly google_tag_data?: {
    readonly ics?: {
      readonly active?: unknown;
      readonly entries?: Readonly<Record<string, { readonly default?: unknown; readonly update?: unknown }>>;
    };
  };
};

/** Runs in the page. @param layer The data layer's name. */
export function consentModeOf(layer: string): ConsentMode {
  const { __tcfapi, Shopify, google_tag_data, [layer]: entries } = globalThis as unknown as Host;
  // Heard before Google's.
  if (__tcfapi || Shopify?.loadFeatures) return "none";
  const tags = google_tag_data?.ics;
  const told = Array.isArray(entries) ? entries.filter((entry) => entry?.[0] === "consent") : [];
  const held = tags?.entries?.personalization_storage;
  const named =
    told.some(
      (entry) => String(entry) === "[object Arguments]" && Object.hasOwn(Object(entry[2]), "personalization_storage"),
    ) ||
    held?.default !== undefined ||
    held?.update !== undefined;
  if (named) return "named";
  return told.length > 0 || tags?.active ? "silent" : "none";
}
