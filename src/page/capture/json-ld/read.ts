/** Scripts of one page that are read, characters of one, things in all of them, and how deep they may be nested. */
export const LD_LIMITS = { scripts: 50, characters: 500_000, nodes: 10_000, depth: 12 } as const;

/** A thing of the graph, by its own names. */
export type Node = Readonly<Record<string, unknown>>;

/** All things that stand in the texts of a page's scripts, the outer before the inner; what is no JSON, after mending, is left out. */
export function readNodes(texts: readonly string[]): Node[] {
  const nodes: Node[] = [];
  const visit = (value: unknown, depth: number): void => {
    if (typeof value !== "object" || value === null || depth > LD_LIMITS.depth) return;
    // What was parsed from JSON is an array or a plain object.
    if (!Array.isArray(value)) {
      if (nodes.length >= LD_LIMITS.nodes) return;
      nodes.push(value as Node);
    }
    for (const inner of Object.values(value)) visit(inner, depth + 1);
  };
  for (const text of texts.slice(0, LD_LIMITS.scripts)) visit(parse(text), 0);
  return nodes;
}

function parse(text: string): unknown {
  if (text.length > LD_LIMITS.characters) return undefined;
  for (const read of [() => text, () => mended(text)]) {
    try {
      return JSON.parse(read());
    } catch {
      // Once more, mended; then the script says nothing.
    }
  }
  return undefined;
}

/**
 * What templates get wrong: comments and CDATA around it, a semicolon after it, quotes that were escaped for HTML, line ends inside of texts,
 * commas after the last entry, and what JSON does not escape, as PHP's addslashes() does.
 */
function mended(text: string): string {
  const bare = text
    .trim()
    .replace(/^(?:<!--|(?:\/\/|\/\*)?\s*<!\[CDATA\[\s*(?:\*\/)?)/, "")
    // Blanks are trimmed step by step: a pattern that may begin with them is tried at each of a long run.
    .replace(/(?:-->|\]\]>\s*(?:\*\/)?)$/, "")
    .trimEnd()
    .replace(/\/[/*]$/, "")
    .trimEnd()
    .replace(/;$/, "");
  const quoted = /^[\s[{]*&(?:quot|#34);/.test(bare) ? unescapeHtml(bare) : bare;
  // Control characters stand nowhere in JSON's texts, and as white space a blank serves as well.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  const plain = quoted.replace(/[\u0000-\u001f]+/g, " ").replace(/,\s*(?=[}\]])/g, "");
  return plain.replace(/(\\["\\/bfnrtu])|\\/g, "$1");
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };

/** Text with HTML's commonest entities as the characters that they are; templates escape what goes into JSON. */
export function unescapeHtml(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,6}));/gi, (whole, decimal, hex, name) => {
    const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : undefined;
    if (code === undefined) return ENTITIES[String(name).toLowerCase()] ?? whole;
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
