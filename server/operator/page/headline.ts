import type { Budget, RoundOverview, TaskOverview } from "../api.ts";
import type { TaskModels } from "../models-api.ts";
import { bar, h } from "./dom.ts";
import type { Seen } from "./seen.ts";
import { count, counted, duration, figure } from "./words.ts";

/** A trainer marks itself every few seconds. */
const GONE_MS = 30_000;

/** One figure that the eye should meet first. */
function tile(title: string, value: string, ...lines: readonly (Node | string)[]): HTMLElement {
  return h(
    "article",
    { class: "panel tile" },
    h("h2", {}, title),
    h("p", { class: "value" }, value),
    ...lines.map((line) => (typeof line === "string" ? h("p", { class: "quiet-text" }, line) : line)),
  );
}

function roundTile({ rounds: [round], collecting }: TaskOverview, paused: boolean, atMs: number): HTMLElement {
  if (round === undefined) return tile("Round", "None yet", "The first begins as soon as its plan is signed.");
  if (!collecting) {
    const title = `Round ${round.round}`;
    return paused
      ? tile(title, "The last for now", "Rounds are paused: no other begins until you let it.")
      : tile(title, "Being added up", "The next one begins when this one is done.");
  }
  return tile(
    `Round ${round.round}`,
    `${count(round.received)} of ${count(round.leastReports)}`,
    bar(round.received / round.leastReports),
    ending(round, atMs),
  );
}

function ending({ received, leastReports, untilMs, largestBatch }: RoundOverview, atMs: number): string {
  const left = leastReports - received;
  const enough = left > 0 ? `reports; ${count(left)} more, or nothing is opened.` : "reports: enough to be opened.";
  return `${enough} ${untilMs > atMs ? `Ends in ${duration(untilMs - atMs)}, or at ${count(largestBatch)}.` : "Ending now."}`;
}

function modelTile({ models, current, trainerSeenMs }: TaskModels, atMs: number): HTMLElement {
  const model = models.find(({ hash }) => hash === current);
  const gone = trainerSeenMs === null || atMs - trainerSeenMs > GONE_MS;
  const trainer = gone ? [h("p", { class: "warning" }, "No trainer is running: rounds become no models.")] : [];
  if (model === undefined)
    return tile("Model in use", "None yet", "Devices rank with what the catalogue brings.", ...trainer);
  const { gate, version } = model;
  const words =
    gate === null
      ? "Not measured: there were no hold-out questions."
      : `Quality ${figure(gate.quality, 4)}, before it ${figure(gate.before, 4)}, on ${counted(gate.questions, "hold-out question")}.`;
  return tile("Model in use", `Version ${version}`, words, ...trainer);
}

function budgetTile(budget: Budget | null): HTMLElement {
  if (budget === null) return tile("Privacy spent", "Nothing", "There is no plan yet.");
  const { epsilonSpent, epsilonMost } = budget;
  return tile(
    "Privacy spent",
    `epsilon ${figure(epsilonSpent)}`,
    bar(epsilonMost === 0 ? 0 : epsilonSpent / epsilonMost),
    `by a browser that was in every round. No browser can come to more than ${figure(epsilonMost)}.`,
  );
}

/** The page's first screen: what is happening, in four figures. */
export function headline({ task, models, overview: { atMs } }: Seen): HTMLElement {
  const opened = task.rounds.filter(({ state }) => state === "opened" || state === "published");
  const reports = opened.reduce((sum, round) => sum + round.counted, 0);
  const read =
    task.plan?.trustMode === "C"
      ? "this server could read each, with its browser’s noise"
      : "none can be read by itself";
  const of = `Of ${task.rounds.length < task.roundCount ? "the last " : ""}${count(task.rounds.length)}.`;
  const words =
    opened.length === 0
      ? `${of} A round is opened once it has enough reports.`
      : `${of} ${counted(reports, "report")} went into their sums; ${read}.`;
  return h(
    "div",
    {},
    models.paused &&
      h(
        "p",
        { class: "panel note", role: "status" },
        "Paused: the round under way goes on to its end, and no other begins. Devices keep the model they have.",
      ),
    h(
      "div",
      { class: "tiles" },
      modelTile(models, atMs),
      roundTile(task, models.paused, atMs),
      tile("Rounds opened", count(opened.length), words),
      budgetTile(task.budget),
    ),
  );
}
