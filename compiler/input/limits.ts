/** How much of a stranger's file is read. What is longer is cut, left out or refused, and said so. */
export const LIMITS = {
  /** Bytes of a file, after inflating: under the longest string V8 can hold. */
  fileBytes: 500_000_000,
  /** Bytes of one row, line or XML item. */
  rowBytes: 1_000_000,
  /** Rows of a feed. */
  feedRows: 1_000_000,
  /** Rows of a history. */
  historyRows: 10_000_000,
  /** How often a table is taken up again after a quote that never closes. */
  brokenQuotes: 100,
  /** Issues kept one by one; one more says how many followed. */
  issues: 100_000,
  /** Characters of a value repeated in a message. */
  shownChars: 60,
  /** Characters of a product's, variant's or shopper's id. As in the event parser: a longer one could not be named. */
  idChars: 200,
  titleChars: 1_000,
  descriptionChars: 10_000,
  brandChars: 100,
  urlChars: 2_000,
  categoryLevels: 8,
  categoryChars: 100,
  attributes: 100,
  attributeNameChars: 50,
  attributeValueChars: 200,
  keywords: 100,
  keywordChars: 200,
  /** Variants of one product; Shopify's own limit is 2,048. */
  variants: 3_000,
  /** Names of one row besides its id. */
  aliases: 20,
  /** A price above it is a mistake, in any currency. */
  price: 1_000_000_000,
} as const;
