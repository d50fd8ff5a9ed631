/** The catalogue's absolute address, or an empty one and why there is none. */
export interface CatalogueAddress {
  readonly catalog: string;
  readonly note: string;
}

const absent = (note: string): CatalogueAddress => ({ catalog: "", note });

/** Absent also while the shopper saves data: events are still kept, and a later page can rank with them. */
export function catalogueAddress(given: unknown): CatalogueAddress {
  if (given === undefined || given === null || given === "") {
    return absent("no catalogue: set catalog or data-catalog");
  }
  try {
    // Network Information is in Chromium only, and so not in the DOM library's types.
    const { connection } = navigator as { readonly connection?: { readonly saveData?: boolean } };
    if (connection?.saveData) return absent("no catalogue: data saver is on");
    return { catalog: new URL(String(given), document.baseURI).href, note: "" };
  } catch {
    return absent("catalog is not an address");
  }
}
