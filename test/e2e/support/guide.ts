import { readFileSync } from "node:fs";

const GUIDE = readFileSync(new URL("../../../docs/quick-starts.md", import.meta.url), "utf8");

/** The blocks of code under a heading of docs/quick-starts.md, as they stand there. */
export function codeUnder(heading: string): readonly string[] {
  const section = GUIDE.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? "";
  return [...section.matchAll(/^```\w+\n([\s\S]*?)^```$/gm)].map(([, code]) => code!);
}

/** Those that stand for a whole file, by the path that the guide gives it. */
export const FILES: ReadonlyMap<string, string> = new Map(
  [...GUIDE.matchAll(/`([\w./]+)`[^\n`]*:\n\n```\w+\n([\s\S]*?)^```$/gm)].map(([, path, code]) => [path!, code!]),
);

/** The same with the addresses of the tests' site. */
export const asServed = (code = ""): string =>
  code
    .replace(/"[^"]*\/inkling\/inkling\.js"/g, '"/inkling.js"')
    .replace(/"[^"]*\/inkling\/catalog\.json"/g, '"/fixtures/catalog.json"');
