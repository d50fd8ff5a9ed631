/** One line of a chart. Values above 0. */
export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Dashed: what is compared with. */
  readonly dashed?: boolean;
}

export interface Chart {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly series: readonly Series[];
}

const WIDTH = 760;
const HEIGHT = 400;
const PLOT = { left: 64, right: 560, top: 52, bottom: 340 };
/** Between two names at the right, in pixels. */
const NAME_GAP = 17;
/** Told apart on light and dark ground and by people who see few colours (Okabe and Ito, Color Universal Design, 2008). */
export const COLOURS: readonly string[] = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#8a6d00", "#56b4e9"];
const STYLE = `text{font:13px system-ui,sans-serif;fill:#24292f}.title{font-size:15px;font-weight:600}.ground{fill:#fff;stroke:#d0d7de}
.grid{stroke:#d8dee4}polyline{fill:none;stroke-width:2.5}.dashed{stroke-dasharray:6 4}
@media(prefers-color-scheme:dark){text{fill:#e6edf3}.ground{fill:#161b22;stroke:#30363d}.grid{stroke:#30363d}polyline,circle,.name{filter:brightness(1.35)}}`;

type Scale = (value: number) => number;

/** A line chart with logarithmic axes, as a standalone SVG that brings its own ground, light or dark as the reader likes. */
export function lineChart({ title, xLabel, yLabel, series }: Chart): string {
  const xs = series.flatMap(({ points }) => points.map(([x]) => x));
  const ys = series.flatMap(({ points }) => points.map(([, y]) => y));
  const yTicks = ticks(Math.min(...ys), Math.max(...ys));
  const x = logScale(Math.min(...xs), Math.max(...xs), PLOT.left + 16, PLOT.right - 16);
  const y = logScale(yTicks[0]!, yTicks.at(-1)!, PLOT.bottom, PLOT.top);
  return svg(title, [
    text(PLOT.left, 28, title, "title"),
    ...yTicks.map((value) => yTick(value, y)),
    ...[...new Set(xs)].map((value) => text(x(value), PLOT.bottom + 20, said(value), "", "middle")),
    text((PLOT.left + PLOT.right) / 2, PLOT.bottom + 44, xLabel, "", "middle"),
    text(PLOT.left, 46, yLabel),
    ...series.map((one, at) => line(one, COLOURS[at % COLOURS.length]!, x, y)),
    ...names(series, y),
  ]);
}

/** What charts have in common: a ground and a style. */
export function svg(title: string, parts: readonly string[]): string {
  const ground = `<rect class="ground" x=".5" y=".5" width="${WIDTH - 1}" height="${HEIGHT - 1}" rx="8"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(title)}">
<style>${STYLE}</style>
${[ground, ...parts].join("\n")}
</svg>
`;
}

/** 1, 2 and 5 of every decade, the whole range covered. */
export function ticks(low: number, high: number): number[] {
  const all: number[] = [];
  for (let power = Math.floor(Math.log10(low)) - 1; power <= Math.ceil(Math.log10(high)); power++)
    for (const digit of [1, 2, 5]) all.push(digit * 10 ** power);
  const first = all.findLastIndex((tick) => tick <= low * (1 + 1e-9));
  const last = all.findIndex((tick) => tick >= high * (1 - 1e-9));
  return all.slice(first, Math.max(last, first + 1) + 1);
}

export function logScale(low: number, high: number, from: number, to: number): Scale {
  const span = Math.log(high / low) || 1;
  return (value) => Number((from + ((to - from) * Math.log(value / low)) / span).toFixed(1));
}

function yTick(value: number, y: Scale): string {
  const at = y(value);
  return `<line class="grid" x1="${PLOT.left}" x2="${PLOT.right}" y1="${at}" y2="${at}"/>${text(PLOT.left - 8, at + 4, said(value), "", "end")}`;
}

function line({ points, dashed = false }: Series, colour: string, x: Scale, y: Scale): string {
  const corners = points.map(([px, py]) => `${x(px)},${y(py)}`).join(" ");
  const dots = points.map(([px, py]) => `<circle cx="${x(px)}" cy="${y(py)}" r="3.5" fill="${colour}"/>`).join("");
  return `<polyline${dashed ? ' class="dashed"' : ""} stroke="${colour}" points="${corners}"/>${dots}`;
}

/** Each beside the end of its line, pushed apart where lines end close together. */
function names(series: readonly Series[], y: Scale): string[] {
  const ends = series.map(({ name, points }, at) => ({ name, at, top: y(points.at(-1)![1]) + 4 }));
  ends.sort((a, b) => a.top - b.top);
  ends.forEach((end, k) => {
    end.top = Math.max(end.top, (ends[k - 1]?.top ?? Number.NEGATIVE_INFINITY) + NAME_GAP);
  });
  return ends.map(
    ({ name, at, top }) =>
      `<rect class="name" x="${PLOT.right + 4}" y="${top - 9}" width="9" height="9" rx="2" fill="${COLOURS[at % COLOURS.length]}"/>${text(PLOT.right + 18, top, name)}`,
  );
}

export function text(x: number, y: number, words: string, className = "", anchor = "start"): string {
  const named = className === "" ? "" : ` class="${className}"`;
  return `<text${named} x="${x}" y="${y}" text-anchor="${anchor}">${escaped(words)}</text>`;
}

export const said = (value: number): string => Number(value.toPrecision(6)).toLocaleString("en");

export const escaped = (words: string): string =>
  words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
