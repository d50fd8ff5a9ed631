import type { Intake } from "../api.ts";
import { bar, type Column, h, table } from "./dom.ts";
import { answerWords, count, counted, reasonWords } from "./words.ts";

type Count = Intake["counts"][number];
const ORDER = ["accepted", "retry-later", "refetch-plan", "rejected"];

/** What came in, by the answer it got and why. */
export function reports({ days, counts }: Intake): HTMLElement {
  if (counts.length === 0) return h("p", { class: "panel" }, `No report has come in the last ${days} days.`);
  const all = counts.reduce((sum, one) => sum + one.reports, 0);
  const columns: readonly Column<Count>[] = [
    { head: "Answer", cell: ({ answer }) => h("span", { class: `chip ${answer}` }, answerWords(answer)) },
    { head: "Why", cell: ({ reason }) => reasonWords(reason) },
    { head: "Reports", figure: true, cell: (one) => count(one.reports) },
    { head: "Share", cell: (one) => bar(one.reports / all) },
  ];
  const sorted = [...counts].sort((a, b) => ORDER.indexOf(a.answer) - ORDER.indexOf(b.answer) || b.reports - a.reports);
  return h(
    "div",
    { class: "panel" },
    table("Reports by answer and reason", columns, sorted),
    h(
      "p",
      { class: "quiet-text foot-note" },
      `${counted(all, "report")} in the last ${days} days, at all servers on this database. A device hears the answer and never the reason.`,
    ),
  );
}
