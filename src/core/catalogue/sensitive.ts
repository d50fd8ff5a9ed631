import { FormatError } from "../errors.ts";

/** Categories that a catalogue may mark. */
export const MOST_SENSITIVE = 1_000;

/** What products that their feed marks as adult are in, below their own category. */
export const ADULTS_ONLY = "Adults Only";

/**
 * Names of categories that tell of health, sex or faith wherever they stand in a path, a catalogue's or a page's: those of Google's product taxonomy ("Health Care", "Mature", "Religious &
 * Ceremonial") and what shops call the same. Special categories of personal data are in article 9 of the GDPR.
 */
export const ALWAYS_SENSITIVE: readonly string[] = [
  "Health Care",
  "Health",
  "Medicine",
  "Medicines",
  "Medicine & Drugs",
  "Medical",
  "Medical Supplies",
  "Pharmacy",
  "Sexual Health",
  "Sexual Wellness",
  "Condoms",
  "Pregnancy Tests",
  "Incontinence",
  "Mature",
  "Adult",
  ADULTS_ONLY,
  "Erotic",
  "Erotica",
  "Sex Toys",
  "Religious & Ceremonial",
  "Religious Items",
  "Religion",
  "Religion & Spirituality",
];

/** The categories that catalog.json marks as sensitive, by their paths, with all below them; none where it marks none. Throws FormatError. */
export function sensitiveOf(text: string): readonly string[] {
  const { sensitive = [] }: { readonly sensitive?: unknown } = JSON.parse(text);
  const sound = Array.isArray(sensitive) && sensitive.length <= MOST_SENSITIVE;
  if (sound && sensitive.every((name) => typeof name === "string")) return sensitive;
  throw new FormatError("catalog.json: sensitive is no list of categories");
}
