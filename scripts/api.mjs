// `npm run api`: takes what the package declares now for what it is meant to declare.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { apiReports, REPORTS } from "./api-report.mjs";

const reports = apiReports();
rmSync(REPORTS, { recursive: true, force: true });
mkdirSync(REPORTS);
for (const [file, text] of reports) writeFileSync(join(REPORTS, file), text);
console.log(`docs/api: ${[...reports.keys()].join(", ")}`);
