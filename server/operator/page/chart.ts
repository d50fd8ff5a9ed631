import uPlot from "uplot";
import { h } from "./dom.ts";

export interface Line {
  readonly label: string;
  readonly kind: "bars" | "line" | "dashed";
  /** A custom property of the style sheet. */
  readonly color: string;
  readonly values: readonly (number | null)[];
}

export interface ChartData {
  /** Read out in the picture's place; the figures stand in a table below. */
  readonly summary: string;
  readonly xLabel: string;
  readonly x: readonly number[];
  readonly lines: readonly Line[];
  /** Where the vertical axis may end and begin; 0 at the bottom if it is left out. */
  readonly fromZero: boolean;
}

const HEIGHT = 220;
/** Of a quality: below, a step is noise. */
const LEAST_ROOM = 0.001;
/** Between marks of an axis of counts. */
const COUNTS = [1, 2, 5]
  .flatMap((first) => Array.from({ length: 9 }, (_, at) => first * 10 ** at))
  .sort((a, b) => a - b);

/** Somewhat more than the values take, also where all of them are the same. */
function around(least: number, most: number): [number, number] {
  const room = Math.max(LEAST_ROOM, 0.15 * (most - least));
  return [least - room, most + room];
}

const color = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const fine = (_plot: uPlot, splits: number[]): string[] => splits.map((value) => value.toFixed(4));
const whole = (_plot: uPlot, splits: number[]): (string | null)[] =>
  splits.map((value) => (Number.isInteger(value) ? String(value) : null));

function series({ label, kind, color: name, values }: Line): uPlot.Series {
  const stroke = (): string => color(name);
  if (kind === "bars") {
    const paths = uPlot.paths.bars?.({ size: [0.7, 44], radius: 0.15 });
    return { label, stroke, fill: stroke, width: 0, points: { show: false }, ...(paths && { paths }) };
  }
  const dash = kind === "dashed" ? { dash: [6, 5] } : {};
  const lone = values.filter((value) => value !== null).length < 2;
  return {
    label,
    stroke,
    width: 2,
    points: { show: kind === "line" || lone, size: 7, fill: stroke },
    spanGaps: true,
    ...dash,
  };
}

/** A chart that follows its place's width and the colour scheme, with a legend of its own. */
export function chart({ summary, xLabel, x, lines, fromZero }: ChartData): HTMLElement {
  const place = h("div", { class: "plot", role: "img", "aria-label": summary });
  const legend = h(
    "ul",
    { class: "legend" },
    ...lines.map((line) => h("li", { class: `key ${line.kind} color-${line.color.slice(2)}` }, line.label)),
  );
  const axis = (): uPlot.Axis => ({
    stroke: () => color("--mute"),
    grid: { stroke: () => color("--line"), width: 1 },
    ticks: { show: false },
    font: '13px "Avenir Next", Avenir, "Segoe UI", Roboto, "Liberation Sans", Arial, sans-serif',
  });
  let plot: uPlot | undefined;
  const draw = (): void => {
    plot?.destroy();
    const [first = 0, last = 0] = [x[0], x.at(-1)];
    plot = new uPlot(
      {
        width: Math.max(200, place.clientWidth),
        height: HEIGHT,
        legend: { show: false },
        cursor: { show: false },
        padding: [12, 8, 0, 0],
        scales: {
          x: { time: false, range: [first - 0.6, Math.max(last, first + 7) + 0.6] },
          y: { range: (_plot, least, most) => (fromZero ? [0, Math.max(1, most * 1.12)] : around(least, most)) },
        },
        series: [{}, ...lines.map(series)],
        axes: [
          {
            ...axis(),
            values: whole,
            grid: { show: false },
            label: xLabel,
            labelSize: 22,
            labelFont: "13px sans-serif",
            size: 30,
          },
          { ...axis(), size: 58, ...(fromZero ? { incrs: COUNTS } : { values: fine }) },
        ],
      },
      [[...x], ...lines.map(({ values }) => [...values])],
      place,
    );
  };
  // Colours are read when it is drawn, and the width is known once it is in the page.
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const observer = new ResizeObserver(() => {
    if (place.isConnected) return draw();
    // Another took its place.
    plot?.destroy();
    observer.disconnect();
    dark.removeEventListener("change", draw);
  });
  observer.observe(place);
  dark.addEventListener("change", draw);
  return h("figure", { class: "chart" }, legend, place);
}
