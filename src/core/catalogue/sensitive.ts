import { FormatError } from "../errors.ts";

/** Categories that a catalogue may mark. */
export const MOST_SENSITIVE = 1_000;

/** The categories that catalog.json marks as sensitive, by their paths, with all below them; none where it marks none. Throws FormatError. */
export function sensitiveOf(text: string): readonly string[] {
  const { sensitive = [] }: { readonly sensitive?: unknown } = JSON.parse(text);
  const sound = Array.isArray(sensitive) && sensitive.length <= MOST_SENSITIVE;
  if (sound && sensitive.every((name) => typeof name === "string")) return sensitive;
  throw new FormatError("catalog.json: sensitive is no list of categories");
}
