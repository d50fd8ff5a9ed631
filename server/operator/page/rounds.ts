import type { RoundOverview, TaskOverview } from "../api.ts";
import { chart } from "./chart.ts";
import { type Column, h, table } from "./dom.ts";
import { count, counted, date, figure, STATES } from "./words.ts";

const LISTED = 12;

const isOpened = ({ state }: RoundOverview): boolean => state === "opened" || state === "published";

/** Of rounds that are opened in several sums. */
const BUCKETS: Column<RoundOverview> = {
  head: "Buckets",
  figure: true,
  cell: (round) => (isOpened(round) ? bucketsOf(round) : "–"),
};
const bucketsOf = ({ buckets, bucketsDropped }: RoundOverview): string =>
  bucketsDropped === 0 ? count(buckets) : `${count(buckets)}, ${count(bucketsDropped)} dropped`;

const COLUMNS: readonly Column<RoundOverview>[] = [
  { head: "Round", cell: ({ round }) => String(round) },
  { head: "State", cell: ({ state }) => h("span", { class: `chip ${state}` }, STATES[state]) },
  { head: "Began", cell: ({ fromMs }) => h("time", { datetime: new Date(fromMs).toISOString() }, date(fromMs)) },
  { head: "Reports taken", figure: true, cell: ({ received }) => count(received) },
  { head: "Needed", figure: true, cell: ({ leastReports }) => count(leastReports) },
  { head: "In the opened sum", figure: true, cell: (round) => (isOpened(round) ? count(round.counted) : "–") },
  { head: "Epsilon a report", figure: true, cell: ({ epsilon }) => figure(epsilon) },
];

/** Every round that the server lists, as a picture and, the newest of them, as a table. */
export function rounds({ rounds: newestFirst, roundCount }: TaskOverview): HTMLElement {
  if (newestFirst.length === 0)
    return h("p", { class: "panel" }, "No round has begun. The first one does as soon as its plan is signed.");
  const ordered = newestFirst.toReversed();
  const opened = newestFirst.filter(isOpened).length;
  const picture = chart({
    summary: `Reports in the last ${counted(ordered.length, "round")}; ${count(opened)} were opened.`,
    xLabel: "Round",
    x: ordered.map(({ round }) => round),
    lines: [
      { label: "Taken", kind: "bars", color: "--bar-quiet", values: ordered.map(({ received }) => received) },
      {
        label: "In the opened sum",
        kind: "bars",
        color: "--bar",
        values: ordered.map((round) => (isOpened(round) ? round.counted : null)),
      },
      {
        label: "Needed to open",
        kind: "dashed",
        color: "--mark",
        values: ordered.map(({ leastReports }) => leastReports),
      },
    ],
    fromZero: true,
  });
  const shown = newestFirst.slice(0, LISTED);
  const columns = shown.some(({ buckets, bucketsDropped }) => buckets > 1 || bucketsDropped > 0)
    ? [...COLUMNS, BUCKETS]
    : COLUMNS;
  return h(
    "div",
    { class: "panel" },
    picture,
    table("The newest rounds", columns, shown),
    columns.includes(BUCKETS) &&
      h(
        "p",
        { class: "quiet-text foot-note" },
        "A bucket is a sum of its own, of reports drawn by chance. One that no honest reports come to is dropped: nothing is learned from it.",
      ),
    roundCount > shown.length &&
      h(
        "p",
        { class: "quiet-text foot-note" },
        `The newest ${shown.length} of ${count(roundCount)}; the public log has all.`,
      ),
  );
}
