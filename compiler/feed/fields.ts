export type FieldName =
  | "id"
  | "group"
  | "title"
  | "description"
  | "highlights"
  | "brand"
  | "category"
  | "subcategory"
  | "price"
  | "salePrice"
  | "salePeriod"
  | "listPrice"
  | "currency"
  | "availability"
  | "image"
  | "url"
  | "keywords"
  | "hidden"
  | "adult";

/**
 * Which fields of a row say what, the first that is filled in wins. Names are canonical (see row.ts). Merchant feeds and
 * JSON share the table; Shopify's columns are renamed to it in shopify.ts.
 */
export const FIELDS: Readonly<Record<FieldName, readonly string[]>> = {
  id: ["id", "item_id", "itemid", "product_id", "productid", "asin", "sku", "parent_asin", "code", "handle", "gtin"],
  group: ["item_group_id", "group_id"],
  title: ["title", "name", "product_name", "product_title", "item_name"],
  description: ["description", "body_html", "body", "long_description", "short_description", "summary"],
  highlights: ["product_highlight", "product_highlights", "highlights", "features", "bullet_points"],
  brand: ["brand", "vendor", "manufacturer"],
  /** Paths from the top. */
  category: ["product_type", "categories", "category", "category_path", "google_product_category", "main_category"],
  /** One more level under a category of one level. */
  subcategory: ["style", "subcategory", "sub_category"],
  price: ["price", "current_price", "amount"],
  salePrice: ["sale_price", "special_price", "discounted_price"],
  salePeriod: ["sale_price_effective_date"],
  listPrice: ["list_price", "compare_at_price", "regular_price", "original_price", "msrp"],
  currency: ["currency", "currency_code", "price_currency"],
  availability: [
    "availability",
    "in_stock",
    "is_in_stock",
    "available",
    "stock_status",
    "stock",
    "current_stock",
    "inventory",
    "inventory_quantity",
    "stock_quantity",
  ],
  image: ["image_link", "image", "image_url", "image_src", "images", "img", "thumbnail"],
  url: ["link", "url", "product_url", "permalink", "canonical_link"],
  keywords: ["keywords", "search_terms", "meta_keywords"],
  /** A word on why the row is not for sale: `draft`. */
  hidden: ["hidden"],
  /** yes or true: of adult content (support.google.com/merchants/answer/6324508). */
  adult: ["adult"],
};

/** Every one of these that is filled in is another name of the variant. */
export const VARIANT_ALIASES: readonly string[] = [
  "item_id",
  "product_id",
  "variant_id",
  "sku",
  "gtin",
  "gtin8",
  "gtin12",
  "gtin13",
  "gtin14",
  "ean",
  "upc",
  "isbn",
  "barcode",
  "mpn",
  "asin",
  "shopify_id",
];

/** Every one of these that is filled in is another name of the product. */
export const PRODUCT_ALIASES: readonly string[] = ["aliases", "handle", "slug", "parent_asin", "product_number"];

/** Fields that are one attribute, by the attribute's name. */
export const ATTRIBUTES: Readonly<Record<string, string>> = {
  color: "color",
  colour: "color",
  size: "size",
  material: "material",
  pattern: "pattern",
  gender: "gender",
  gender_affinity: "gender",
  age_group: "age_group",
  condition: "condition",
  season: "season",
  genre: "genre",
  genres: "genre",
  tag: "tag",
  tags: "tag",
  custom_label_0: "custom_label_0",
  custom_label_1: "custom_label_1",
  custom_label_2: "custom_label_2",
  custom_label_3: "custom_label_3",
  custom_label_4: "custom_label_4",
};

/** Attributes that merchants write as several values in one: `red/black`, `cotton/elastane`. */
export const SLASHED: ReadonlySet<string> = new Set(["color", "material"]);

/** Attributes that are lists between commas. */
export const LISTED: ReadonlySet<string> = new Set(["tag", "genre"]);

/** Fields that hold attributes: a list of words, of `{name, value}`, or one object of names and values. */
export const ATTRIBUTE_FIELDS: readonly string[] = [
  "attributes",
  "product_detail",
  "product_details",
  "properties",
  "specifications",
  "options",
];
