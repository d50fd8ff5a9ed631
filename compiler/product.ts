/** A product as the compiler knows it, whatever feed it came from. Types only. */

export interface Attribute {
  readonly name: string;
  readonly value: string;
}

export interface Price {
  /** In major units, for example 12.99. Finite, 0 or more. */
  readonly amount: number;
  /** ISO 4217, upper case; empty when the feed names none. */
  readonly currency: string;
}

export interface Variant {
  /** The variant's own id in the feed; for a product without variants, the product's id. */
  readonly id: string;
  /** SKU, GTIN, variant number and whatever else a page may call it. */
  readonly aliases: readonly string[];
  readonly price: Price | undefined;
  readonly inStock: boolean;
}

export interface Product {
  /** `item_group_id`, Shopify handle, or `id`. Unique in a reading. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly brand: string;
  /** From the top: ["Shoes", "Running"]. May be empty. */
  readonly category: readonly string[];
  /** Colour, size, material, tags: a channel of their own. */
  readonly attributes: readonly Attribute[];
  readonly keywords: readonly string[];
  /** Absolute or root-relative http(s) address; empty when the feed has none. */
  readonly image: string;
  readonly url: string;
  /** The lowest price among variants in stock, or among all when none is. */
  readonly price: Price | undefined;
  /** Before a sale, when the feed gives both. */
  readonly listPrice: Price | undefined;
  readonly inStock: boolean;
  readonly variants: readonly Variant[];
  /** Names of the product besides its id: handle, URL path, `shopify_CC_product_variant`. */
  readonly aliases: readonly string[];
}

/** Something wrong with one row; the row was left out ("error") or mended ("warning"). */
export interface RowIssue {
  /** One-based line in the file where the row begins; for JSON Lines the line itself. */
  readonly line: number;
  readonly field: string;
  readonly severity: "error" | "warning";
  /** What is wrong and what to do, in one sentence. */
  readonly message: string;
}

export type FeedFormat = "merchant-tsv" | "merchant-rss" | "merchant-atom" | "shopify-csv" | "json-lines";

export interface FeedReading {
  readonly format: FeedFormat;
  readonly products: readonly Product[];
  readonly rows: number;
  readonly issues: readonly RowIssue[];
}
