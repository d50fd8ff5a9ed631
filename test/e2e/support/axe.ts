import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright";

/** The script that puts axe on a page. */
export const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** As the page sees it once the script has run. */
interface Host {
  readonly axe: { run(): Promise<{ violations: { id: string; nodes: { target: unknown }[] }[] }> };
}

/** What axe finds on the whole page by all of its rules, best practices too: a rule and its first places each. */
export async function findings(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as Host).axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).slice(0, 3)}`);
  });
}
