import type { RoundOverview, TaskOverview } from "../api.ts";
import { bar, h } from "./dom.ts";
import { count, counted, duration, figure } from "./words.ts";

/** One figure that the eye should meet first. */
function tile(title: string, value: string, lines: readonly (Node | string)[]): HTMLElement {
  return h(
    "article",
    { class: "panel tile" },
    h("h2", {}, title),
    h("p", { class: "value" }, value),
    ...lines.map((line) => (typeof line === "string" ? h("p", { class: "quiet-text" }, line) : line)),
  );
}

function roundTile(round: RoundOverview | undefined, collecting: boolean, atMs: number): HTMLElement {
  if (round === undefined) return tile("Round", "None yet", ["The first begins as soon as the helper answers."]);
  const { received, leastReports, untilMs, largestBatch } = round;
  if (!collecting)
    return tile(`Round ${round.round}`, "Not taking reports", ["It is being added up, or the helper is awaited."]);
  const left = leastReports - received;
  const enough = left > 0 ? `${counted(left, "more")} or nothing is opened.` : "Enough to be opened.";
  const ends =
    untilMs > atMs ? `Ends in ${duration(untilMs - atMs)}, or with ${counted(largestBatch, "report")}.` : "Ending.";
  return tile(`Round ${round.round}`, `${count(received)} of ${count(leastReports)}`, [
    bar(received / leastReports),
    `${enough.replace("mores", "more")} ${ends}`,
  ]);
}

/** The page's first screen: what is happening, in four figures. */
export function headline(task: TaskOverview, atMs: number): HTMLElement {
  const [newest] = task.rounds;
  const { budget } = task;
  const opened = task.rounds.filter(({ state }) => state === "opened" || state === "published");
  const reports = opened.reduce((sum, round) => sum + round.counted, 0);
  return h(
    "div",
    { class: "tiles" },
    roundTile(newest, task.collecting, atMs),
    tile("Opened so far", counted(opened.length, "round"), [
      `Of ${count(task.roundCount)}. ${counted(reports, "report")} went into their sums; no single one can be read.`,
    ]),
    budget === null
      ? tile("Privacy spent", "Nothing", ["There is no plan yet."])
      : tile("Privacy spent", `epsilon ${figure(budget.epsilonSpent)}`, [
          bar(budget.epsilonMost === 0 ? 0 : budget.epsilonSpent / budget.epsilonMost),
          `By a browser that was in every round. It can never exceed ${figure(budget.epsilonMost)}.`,
        ]),
  );
}
