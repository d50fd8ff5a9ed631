export type PageKind = "home" | "category" | "product" | "search" | "cart" | "checkout" | "other";

/** Where the shopper is, as the page says. */
export interface PageContext {
  /** BCP 47, for example `en-GB`: how prices are written. */
  readonly locale?: string;
  /** ISO 4217, for example `EUR`: prices of a catalogue in another currency are not shown. */
  readonly currency?: string;
  /** The slot of rankings that name none. */
  readonly page?: PageKind;
}

const FIELDS: readonly (keyof PageContext)[] = ["locale", "currency", "page"];

/** The context with the named fields changed. A value that is no short text changes nothing. */
export function changeContext(change: unknown, from: PageContext = {}): PageContext {
  // Read by name only, each value checked.
  const named = (change ?? {}) as Readonly<Record<string, unknown>>;
  const fits = (value: unknown): boolean => typeof value === "string" && value.length > 0 && value.length <= 35;
  return {
    ...from,
    ...Object.fromEntries(FIELDS.filter((name) => fits(named[name])).map((name) => [name, named[name]])),
  };
}
