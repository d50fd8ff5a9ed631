import { mkdir, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import type { Question } from "./question.ts";

/** One file per question. */
const QUESTIONS: Readonly<Record<string, () => Promise<{ readonly question: Question }>>> = {
  rank: () => import("./rank.ts"),
  thread: () => import("./thread.ts"),
  events: () => import("./events.ts"),
  kernels: () => import("./kernels.ts"),
  model: () => import("./model.ts"),
  report: () => import("./report.ts"),
  server: () => import("./server.ts"),
  page: () => import("./page.ts"),
  sizes: () => import("./sizes.ts"),
  compile: () => import("./compile.ts"),
};

const CHARTS = "docs/bench";

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: "boolean" } } });
const names = positionals.length > 0 ? positionals : Object.keys(QUESTIONS);
const unknown = names.find((name) => !Object.hasOwn(QUESTIONS, name));
if (unknown !== undefined) {
  console.error(`There is no benchmark "${unknown}": npm run bench -- ${Object.keys(QUESTIONS).join("|")} [--json]`);
  process.exit(2);
}

const figures: Record<string, unknown> = {};
for (const name of names) {
  const { question } = await QUESTIONS[name]!();
  const answer = await question((text) => console.error(`${name}: ${text}`));
  figures[name] = answer.figures;
  await mkdir(CHARTS, { recursive: true });
  for (const [file, svg] of Object.entries(answer.charts)) await writeFile(`${CHARTS}/${file}`, svg);
  if (values.json !== true) console.log(`${answer.text}\n`);
}
if (values.json === true) console.log(JSON.stringify(figures));
