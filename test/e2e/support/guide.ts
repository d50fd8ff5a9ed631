import { readFileSync } from "node:fs";

const GUIDE = readFileSync(new URL("../../../docs/quick-starts.md", import.meta.url), "utf8");

const sectionOf = (heading: string): string =>
  GUIDE.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? "";

/** The blocks of code under a heading of docs/quick-starts.md, as they stand there. */
export const codeUnder = (heading: string): readonly string[] =>
  [...sectionOf(heading).matchAll(/^```\w+\n([\s\S]*?)^```$/gm)].map(([, code]) => code!);

/** Those that stand for a whole file, by the path that the guide gives it. */
export const filesUnder = (heading: string): ReadonlyMap<string, string> =>
  new Map(
    [...sectionOf(heading).matchAll(/`([\w./]+)`[^\n`]*:\n\n```\w+\n([\s\S]*?)^```$/gm)].map(([, path, code]) => [
      path!,
      code!,
    ]),
  );

/** What the guide has the shop write into its Next.js layout, around its pages. */
export const layoutBody = (): string => /`app\/layout\.tsx`[^`\n]*`(<body>[^`\n]*)`/.exec(GUIDE)?.[1] ?? "";

/** The same with the addresses of the tests' site. */
export const asServed = (code = ""): string =>
  code
    .replace(/"[^"]*\/inkling\/inkling\.js"/g, '"/inkling.js"')
    .replace(/"[^"]*\/inkling\/catalog\.json"/g, '"/fixtures/catalog.json"');
