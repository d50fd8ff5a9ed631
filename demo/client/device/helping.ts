import type { ContributionStatus, SentReport } from "inkling";
import { bar, h } from "../dom.ts";
import { fate, given, modeOf, ranksWith } from "./helping-words.ts";
import { size, when } from "./words.ts";

const LISTED = 8;

function row(report: SentReport, now: number): HTMLElement {
  const { at, to, round, bytes } = report;
  return h(
    "tr",
    {},
    h("td", {}, h("time", { datetime: new Date(at).toISOString() }, when(at, now))),
    h("td", {}, `Lesson for round ${round}, ${size(bytes)}, sealed, to ${to}`),
    h("td", {}, fate(report)),
  );
}

function sent(reports: readonly SentReport[]): HTMLElement {
  const now = Date.now();
  const heads = ["When", "What", "What became of it"].map((name) => h("th", { scope: "col" }, name));
  const body = h("tbody", {}, ...reports.slice(0, LISTED).map((report) => row(report, now)));
  return h("div", { class: "panel events" }, h("table", {}, h("thead", {}, h("tr", {}, ...heads)), body));
}

const configured = () => modeOf(document.querySelector<HTMLElement>("script[data-federation]")?.dataset.federation);

/** What this device gave to what all learn together, and what came back. */
export function helping(status: ContributionStatus | undefined): HTMLElement {
  const { title, lines, share } = given(status, configured());
  const back = ranksWith(status);
  return h(
    "div",
    {},
    h(
      "div",
      { class: "pair" },
      h(
        "article",
        { class: "panel" },
        h("h3", {}, title),
        ...lines.map((line) => h("p", {}, line)),
        share !== undefined && bar(share),
      ),
      h("article", { class: "panel" }, h("h3", {}, back.title), ...back.lines.map((line) => h("p", {}, line))),
    ),
    status !== undefined && status.reports.length > 0 && sent(status.reports),
  );
}
