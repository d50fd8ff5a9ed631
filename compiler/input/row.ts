/** One row of a feed, whatever the format: where it begins and what it says, by canonical field name. */
export interface RawRow {
  /** One-based. */
  readonly line: number;
  /** Text, or for JSON and nested XML elements whatever JSON can hold. */
  readonly fields: ReadonlyMap<string, unknown>;
}

/**
 * One spelling for a column's name: `g:Image Link`, `image-link`, `imageLink` and `Image link` are `image_link`,
 * `Body (HTML)` is `body_html`. Returns a function with a memory of its own, since a file repeats its few names.
 */
export function fieldNamer(): (raw: string) => string {
  const known = new Map<string, string>();
  return (raw) => {
    const seen = known.get(raw);
    if (seen !== undefined) return seen;
    const name = canonicalName(raw);
    if (known.size < 1_000) known.set(raw, name);
    return name;
  };
}

function canonicalName(raw: string): string {
  return raw
    .slice(0, 200)
    .normalize("NFKC")
    .replace(/^g:/i, "")
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, "$1_$2")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "_")
    .replace(/^_|_$/g, "");
}
