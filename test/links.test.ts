import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const PAGES = [
  "README.md",
  ...readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => join("docs", name)),
];

const read = (page: string): string => readFileSync(join(ROOT, page), "utf8").replaceAll(/^```[\s\S]*?^```/gm, "");

/** Of its headings, as a reader of Markdown names them: of those that are alike the later have numbers. */
function anchorsOf(page: string): ReadonlySet<string> {
  const seen = new Map<string, number>();
  const names = [...read(page).matchAll(/^#+ (.*)$/gm)].map(([, heading]) => {
    const name = heading!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, "")
      .replaceAll(" ", "-");
    const before = seen.get(name) ?? 0;
    seen.set(name, before + 1);
    return before === 0 ? name : `${name}-${before}`;
  });
  return new Set(names);
}

/** Links of a page, or of this text in its place, that lead nowhere. */
function broken(page: string, text = read(page)): string[] {
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!);
  return targets.filter((target) => {
    if (/^[a-z]+:/.test(target)) return false;
    const [path = "", anchor] = target.split("#");
    const file = path === "" ? page : normalize(join(dirname(page), path));
    if (!existsSync(join(ROOT, file))) return true;
    return anchor !== undefined && file.endsWith(".md") && !anchorsOf(file).has(anchor);
  });
}

test.each(PAGES)("links in %s lead somewhere", (page) => {
  expect(broken(page)).toEqual([]);
});

test("a link to no file, or to no heading, would be noticed", () => {
  const text =
    "[a](docs/nothing.md) [b](docs/model.md#nothing) [c](docs/model.md) [d](#nothing) [e](https://a.example/#b)";
  expect(broken("README.md", text)).toEqual(["docs/nothing.md", "docs/model.md#nothing", "#nothing"]);
});
