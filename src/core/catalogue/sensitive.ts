import { FormatError } from "../errors.ts";

/** Categories that a catalogue may mark. */
export const MOST_SENSITIVE = 1_000;

/** What products that their feed marks as adult are in, below their own category. */
export const ADULTS_ONLY = "Adults Only";

/**
 * Names of categories that tell of health, sex or faith wherever they stand in a path, a catalogue's or a page's: those of Google's product taxonomy ("Health Care", "Mature", "Religious &
 * Ceremonial") and what shops call the same. Special categories of personal data are in article 9 of the GDPR.
 */
export const ALWAYS_SENSITIVE: readonly string[] = (
  `health care|health|medicine|medicines|medicine & drugs|medical|medical supplies|pharmacy|sexual health|sexual wellness|condoms|pregnancy tests|incontinence|` +
  `mature|adult|${ADULTS_ONLY}|erotic|erotica|sex toys|religious & ceremonial|religious items|religion|religion & spirituality`
).split("|");

/** The categories that catalog.json marks as sensitive, by their paths, with all below them; none where it marks none. Throws FormatError. */
export function sensitiveOf(text: string): readonly string[] {
  const { sensitive = [] }: { readonly sensitive?: unknown } = JSON.parse(text);
  const sound = Array.isArray(sensitive) && sensitive.length <= MOST_SENSITIVE;
  if (sound && sensitive.every((name) => typeof name === "string")) return sensitive;
  throw new FormatError("catalog.json: sensitive is no list of categories");
}
