import { availableParallelism } from "node:os";
import type { EventRates } from "./browser/events-page.ts";
import { lineChart } from "./chart.ts";
import { type InChromium, withChromium } from "./chromium.ts";
import { packFolder } from "./packs.ts";
import type { Answer, Question } from "./question.ts";
import { percentile, rounded } from "./stats.ts";
import { table } from "./table.ts";

const PRODUCTS = 1_000;
/** Calls of track() at once, the next burst when all are durable. */
const BURSTS = [1, 10, 100];
const EVENTS_A_ROUND = 1_000;
const ROUNDS = 9;

/** Events a second that are durable: medians over rounds. */
export interface EventFigures {
  readonly burst: number;
  readonly inkling: number;
  /** idb in a worker, a transaction an event. */
  readonly idbEach: number;
  /** idb in a worker, a transaction a burst. */
  readonly idbTogether: number;
  /** Ours as a multiple of theirs. */
  readonly toIdbEach: number;
  readonly toIdbTogether: number;
}

/** How many events a second become durable, beside idb alone in the same run. */
export const question: Question = async (progress): Promise<Answer> => {
  const catalog = `/packs/${await packFolder(PRODUCTS, progress)}/catalog.json`;
  const bursts = await withChromium(async (inChromium) => {
    const all: EventFigures[] = [];
    for (const burst of BURSTS) {
      progress(`bursts of ${burst}`);
      all.push(figuresOf(burst, await measured(inChromium, catalog, burst)));
    }
    return all;
  });
  return {
    figures: { cores: availableParallelism(), eventsARound: EVENTS_A_ROUND, rounds: ROUNDS, bursts },
    text: eventTable(bursts),
    charts: { "events.svg": eventChart(bursts) },
  };
};

function measured(inChromium: InChromium, catalog: string, burst: number): Promise<EventRates> {
  const args = { catalog, burst, count: EVENTS_A_ROUND, rounds: ROUNDS };
  return inChromium((page) =>
    page.evaluate(
      ({ catalog, burst, count, rounds }) => globalThis.inkBench.measureEvents(catalog, burst, count, rounds),
      args,
    ),
  );
}

function figuresOf(burst: number, rates: EventRates): EventFigures {
  const inkling = Math.round(percentile(rates.inkling, 0.5));
  const idbEach = Math.round(percentile(rates.rawEach, 0.5));
  const idbTogether = Math.round(percentile(rates.rawTogether, 0.5));
  const toIdbEach = rounded(inkling / idbEach);
  return { burst, inkling, idbEach, idbTogether, toIdbEach, toIdbTogether: rounded(inkling / idbTogether) };
}

function eventTable(bursts: readonly EventFigures[]): string {
  const rows: readonly (readonly [string, (one: EventFigures) => number])[] = [
    ["ours as a multiple of idb, a transaction an event", ({ toIdbEach }) => toIdbEach],
    ["ours as a multiple of idb, a transaction a burst", ({ toIdbTogether }) => toIdbTogether],
    ["inkling.track from the page", ({ inkling }) => inkling],
    ["idb in a worker, a transaction an event", ({ idbEach }) => idbEach],
    ["idb in a worker, a transaction a burst", ({ idbTogether }) => idbTogether],
  ];
  const head = [
    "durable events a second",
    ...bursts.map(({ burst }) => (burst === 1 ? "singly" : `bursts of ${burst}`)),
  ];
  return table(
    head,
    rows.map(([name, of]) => [name, ...bursts.map((one) => of(one).toLocaleString("en"))]),
  );
}

function eventChart(bursts: readonly EventFigures[]): string {
  const points = (of: (one: EventFigures) => number): (readonly [number, number])[] =>
    bursts.map((one) => [one.burst, of(one)]);
  return lineChart({
    title: "Durable events a second, by how many come at once",
    xLabel: "events at once",
    yLabel: "events a second",
    series: [
      { name: "Inkling, from the page", points: points(({ inkling }) => inkling) },
      { name: "idb, one transaction each", points: points(({ idbEach }) => idbEach), dashed: true },
      { name: "idb, one for all", points: points(({ idbTogether }) => idbTogether), dashed: true },
    ],
  });
}
