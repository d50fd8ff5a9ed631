import { dotChart } from "./dots.ts";
import type { Spread } from "./stats.ts";
import { table } from "./table.ts";
import type { Weight } from "./weight.ts";

/** What the others are compared with. */
export const REFERENCE = "Segment";

export interface Bytes {
  readonly raw: number;
  readonly brotli: number;
}

/** Of one system: medians of all rounds, less those of the page without any, but for tasks and layout shift. */
export interface PageFigures {
  readonly name: string;
  readonly packages: string;
  /** Scripts of the page's own thread. */
  readonly scriptBytes: Bytes;
  /** Workers, catalogue and all else that is a file as well. */
  readonly fetchedBytes: Bytes;
  /** Compiling scripts and running them from top to bottom. */
  readonly evaluationMs: Spread;
  /** All script until half a second after the start. */
  readonly scriptMs: Spread;
  /** The longest task in which a script ran. */
  readonly longestTaskMs: Spread;
  readonly layoutShift: Spread;
  readonly heapBytes: number;
  readonly workerHeapBytes: number;
  /** Medians, the reference's as 1. */
  readonly toReference: { readonly evaluation: number; readonly script: number; readonly longestTask: number };
  /** Addresses of its own servers that it asked. */
  readonly asked: readonly string[];
}

const number = (value: number): string => value.toLocaleString("en");
const bytes = ({ brotli, raw }: Bytes): string => `${number(brotli)} / ${number(raw)}`;
const ms = ({ p50, p95 }: Spread): string => `${p50} / ${p95}`;
const kilobytes = (value: number): string => number(Math.round(value / 1_000));

export function pageTable(systems: readonly PageFigures[], files: readonly Weight[]): string {
  return [
    table(
      ["bytes, brotli / raw", "scripts of the page", "all that is fetched", "packages"],
      systems.map((one) => [one.name, bytes(one.scriptBytes), bytes(one.fetchedBytes), one.packages]),
    ),
    table(
      ["ms at 4x throttle, p50 / p95", "evaluation", "all script", "longest task"],
      systems.map((one) => [one.name, ms(one.evaluationMs), ms(one.scriptMs), ms(one.longestTaskMs)]),
    ),
    table(
      [`${REFERENCE} = 1`, "evaluation", "all script", "longest task"],
      systems.map(({ name, toReference }) => [
        name,
        ...[toReference.evaluation, toReference.script, toReference.longestTask].map(String),
      ]),
    ),
    table(
      ["", "layout shift, p50 / p95", "heap, kB", "of workers, kB"],
      systems.map((one) => [
        one.name,
        ms(one.layoutShift),
        kilobytes(one.heapBytes),
        one.workerHeapBytes === 0 ? "-" : kilobytes(one.workerHeapBytes),
      ]),
    ),
    table(
      ["Inkling's files, bytes", "brotli", "raw", "budget"],
      files.map(({ name, brotli, raw, budget }) => [
        name,
        number(brotli),
        number(raw),
        budget === undefined ? "" : number(budget),
      ]),
    ),
    systems
      .filter(({ asked }) => asked.length > 0)
      .map(({ name, asked }) => `${name} asked its servers for ${asked.join(" ")}`)
      .join("\n"),
  ].join("\n\n");
}

/** What can be drawn of each row, by system. */
const ROWS: readonly (readonly [name: string, of: (figures: PageFigures) => number])[] = [
  ["scripts, brotli", ({ scriptBytes }) => scriptBytes.brotli],
  ["evaluation", ({ evaluationMs }) => evaluationMs.p50],
  ["all script", ({ scriptMs }) => scriptMs.p50],
  ["longest task", ({ longestTaskMs }) => longestTaskMs.p50],
  ["heap, page and workers", ({ heapBytes, workerHeapBytes }) => heapBytes + workerHeapBytes],
];

export function pageChart(systems: readonly PageFigures[]): string {
  const reference = systems.find(({ name }) => name === REFERENCE)!;
  return dotChart({
    title: `What a script tag costs its page, ${REFERENCE} = 1`,
    xLabel: `times ${REFERENCE}'s; left is less`,
    rows: ROWS.map(([name, of]) => ({
      name,
      dots: systems
        .filter((one) => one !== reference)
        .map((one) => ({ name: one.name, value: of(one) / of(reference) }))
        // What is lost in the noise of the page itself has no place on an axis of ratios.
        .filter(({ value }) => value > 0),
    })),
  });
}
