import { COLOURS, escaped, logScale, said, svg, text, ticks } from "./chart.ts";

/** One row of a chart: a dot for everything that was measured. Values above 0. */
export interface DotRow {
  readonly name: string;
  readonly dots: readonly { readonly name: string; readonly value: number }[];
}

export interface DotChart {
  readonly title: string;
  readonly xLabel: string;
  readonly rows: readonly DotRow[];
}

const PLOT = { left: 200, right: 560, top: 52, bottom: 340 };
/** Between two names at the right, in pixels. */
const NAME_GAP = 22;

/** Dots on a logarithmic axis, a row for each kind of work; a colour means the same in every row. */
export function dotChart({ title, xLabel, rows }: DotChart): string {
  const names = [...new Set(rows.flatMap(({ dots }) => dots.map(({ name }) => name)))];
  const values = rows.flatMap(({ dots }) => dots.map(({ value }) => value));
  const xTicks = ticks(Math.min(...values), Math.max(...values)).filter((value) => Number.isInteger(Math.log10(value)));
  const x = logScale(Math.min(...values, ...xTicks), Math.max(...values, ...xTicks), PLOT.left + 16, PLOT.right - 16);
  const y = (row: number): number => PLOT.top + ((row + 0.5) * (PLOT.bottom - PLOT.top)) / rows.length;
  const colourOf = (name: string): string => COLOURS[names.indexOf(name) % COLOURS.length]!;
  return svg(title, [
    text(24, 28, title, "title"),
    ...xTicks.map(
      (value) =>
        `<line class="grid" x1="${x(value)}" x2="${x(value)}" y1="${PLOT.top}" y2="${PLOT.bottom}"/>${text(x(value), PLOT.bottom + 20, said(value), "", "middle")}`,
    ),
    text((PLOT.left + PLOT.right) / 2, PLOT.bottom + 44, xLabel, "", "middle"),
    ...rows.flatMap(({ name, dots }, row) => [
      `<line class="grid" x1="${PLOT.left}" x2="${PLOT.right}" y1="${y(row)}" y2="${y(row)}"/>`,
      text(PLOT.left - 8, y(row) + 4, name, "", "end"),
      ...dots.map(
        (dot) =>
          `<circle cx="${x(dot.value)}" cy="${y(row)}" r="6" fill="${colourOf(dot.name)}"><title>${escaped(dot.name)}: ${said(dot.value)}</title></circle>`,
      ),
    ]),
    ...names.map((name, at) => {
      const top = PLOT.top + 40 + at * NAME_GAP;
      return `<circle class="name" cx="${PLOT.right + 12}" cy="${top - 4}" r="5" fill="${colourOf(name)}"/>${text(PLOT.right + 24, top, name)}`;
    }),
  ]);
}
