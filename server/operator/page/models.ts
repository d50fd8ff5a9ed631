import type { TaskOverview } from "../api.ts";
import type { ModelOverview, ModelState, TaskModels } from "../models-api.ts";
import { chart } from "./chart.ts";
import { button, type Column, h, table } from "./dom.ts";
import { counted, date, figure } from "./words.ts";

const LISTED = 12;
const DIGITS = 4;

export const MODEL_STATES: Readonly<Record<ModelState, string>> = {
  candidate: "Not measured",
  refused: "Refused by the gate",
  canary: "On trial",
  published: "Published",
  "rolled-back": "Rolled back",
};

/** "+0.0012", with a sign either way. */
const signed = (value: number): string => `${value < 0 ? "−" : "+"}${figure(Math.abs(value), DIGITS)}`;

function columns(
  { current, canary }: TaskModels,
  { rounds }: TaskOverview,
  roll: (model: ModelOverview) => void,
): readonly Column<ModelOverview>[] {
  const epsilonAt = new Map(rounds.map(({ round, epsilonSoFar }) => [round, epsilonSoFar]));
  const isOut = ({ hash }: ModelOverview): boolean => hash === current || hash === canary?.hash;
  const inUse = ({ hash }: ModelOverview): string =>
    hash === current ? " · in use" : hash === canary?.hash ? ` · ${Math.round(100 * canary.share)} % of devices` : "";
  return [
    { head: "Version", cell: ({ version }) => String(version) },
    {
      head: "State",
      cell: (model) =>
        h(
          "span",
          {},
          h(
            "span",
            { class: `chip ${isOut(model) ? "out" : model.state}` },
            `${MODEL_STATES[model.state]}${inUse(model)}`,
          ),
          model.reason !== null && h("span", { class: "quiet-text reason" }, model.reason),
        ),
    },
    { head: "Quality", figure: true, cell: ({ gate }) => (gate === null ? "–" : figure(gate.quality, DIGITS)) },
    {
      head: "Against the one before",
      figure: true,
      cell: ({ gate }) => (gate === null ? "–" : signed(gate.quality - gate.before)),
    },
    { head: "Round", figure: true, cell: ({ round }) => String(round) },
    {
      head: "Epsilon so far",
      figure: true,
      cell: ({ round }) => {
        const epsilon = epsilonAt.get(round);
        return epsilon === undefined ? "–" : figure(epsilon);
      },
    },
    { head: "Made", cell: ({ madeMs }) => h("time", { datetime: new Date(madeMs).toISOString() }, date(madeMs)) },
    {
      head: "",
      cell: (model) => (isOut(model) ? button("Roll back…", "button quiet small", () => roll(model)) : ""),
    },
  ];
}

function picture(measured: readonly ModelOverview[]): HTMLElement {
  const ordered = measured.toReversed();
  const [oldest, newest] = [ordered[0], ordered.at(-1)];
  return chart({
    summary: `Quality of ${counted(ordered.length, "model")}, from ${figure(oldest?.gate?.quality ?? 0, DIGITS)} to ${figure(newest?.gate?.quality ?? 0, DIGITS)}.`,
    xLabel: "Version",
    x: ordered.map(({ version }) => version),
    lines: [
      {
        label: "Quality (NDCG@10 on hold-out questions)",
        kind: "line",
        color: "--bar",
        values: ordered.map(({ gate }) => gate?.quality ?? null),
      },
      {
        label: "Of the model before, on the same questions",
        kind: "dashed",
        color: "--mark",
        values: ordered.map(({ gate }) => gate?.before ?? null),
      },
    ],
    fromZero: false,
  });
}

/** Every model version with what the gate found, and the button that withdraws one. */
export function models(task: TaskOverview, known: TaskModels, roll: (model: ModelOverview) => void): HTMLElement {
  if (known.models.length === 0) {
    const why =
      known.trainerSeenMs === null
        ? "No trainer has ever looked after this task: rounds are opened and nothing is made of them. Start one with inkling serve --role trainer."
        : "No model has been made yet. The first one comes of the first round that is opened.";
    return h("p", { class: "panel" }, `${why} Devices rank with what the catalogue brings.`);
  }
  const measured = known.models.filter(({ gate }) => gate !== null);
  return h(
    "div",
    { class: "panel" },
    measured.length > 0 && picture(measured),
    table("The newest models", columns(known, task, roll), known.models.slice(0, LISTED)),
    h(
      "p",
      { class: "quiet-text foot-note" },
      "Quality is how high a model puts what shoppers chose, in choices that no report had a part in: 1 is always first. A model that is worse than the one before it is refused. Epsilon so far is that of a browser that was in every round up to it.",
    ),
  );
}
