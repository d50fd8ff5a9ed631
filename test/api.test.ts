import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { apiReports, REPORTS } from "../scripts/api-report.mjs";

let reports: Map<string, string>;
beforeAll(() => {
  reports = apiReports();
}, 300_000);

const ACCEPT = "where it is meant, run `npm run api` and commit docs/api with the change, which CHANGELOG.md tells of";

test("every entry of the package that has types has a report, and nothing else has", () => {
  expect(readdirSync(REPORTS).sort(), ACCEPT).toEqual([...reports.keys()].sort());
});

test("what the package declares is what docs/api says", () => {
  for (const [file, text] of reports)
    expect(text, `the declarations differ from docs/api/${file}: ${ACCEPT}`).toBe(
      readFileSync(join(REPORTS, file), "utf8"),
    );
});

test("a report holds the types that a declaration is made of, those without a name of their own outside as well", () => {
  const report = reports.get("inkling.api.md") ?? "";
  for (const name of ["InklingOptions", "RankReply", "CatalogueState"])
    expect(report).toMatch(new RegExp(`^(export )?(interface|type) ${name}\\b`, "m"));
});

test("a declaration that does not compile has no report", () => {
  const folder = mkdtempSync(join(tmpdir(), "inkling-broken-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "broken.d.ts");
  writeFileSync(path, 'import type { Lost } from "./lost.js";\nexport declare const found: Lost;\n');
  expect(() => apiReports([{ name: "broken", path }])).toThrow(/broken\.d\.ts.*TS2307.*lost\.js/);
});
