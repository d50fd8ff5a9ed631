import { type Remote, wrap } from "comlink";
import type { ShopEvent } from "../../src/core/event/event.ts";
import type { Inkling } from "../../src/page/api.ts";
import type { EngineBench } from "./engine.worker.ts";
import { startInkling, timed, track } from "./inkling.ts";
import type { TfjsSetup } from "./tfjs.ts";
import type { TfjsBench } from "./tfjs.worker.ts";
import { SHOPPER_EVENTS } from "./visit.ts";

/** Products in the lists asked for: ours and the peer's, and the peer's longer one. */
const LIST = 12;
const LONGER_LIST = 20;
/** Rounds before the clock counts: the compilers of both sides have seen everything by then. */
const WARM_ROUNDS = 3;

/** Milliseconds of every repetition, side by side. */
export interface RankTimes {
  /** In the worker: right after an event, and with nothing new. */
  readonly workerFresh: number[];
  readonly workerSame: number[];
  /** From the page: keeping the event, ranking after it, ranking again with nothing new. */
  readonly pageAppend: number[];
  readonly pageFresh: number[];
  readonly pageSame: number[];
  /** The peer in its worker, for LIST and LONGER_LIST products, and for LIST from the page. */
  readonly peer: number[];
  readonly peerLonger: number[];
  readonly peerPage: number[];
}

/** What a shopper waits who opens a page: nothing is compiled yet. Milliseconds, from the page. */
export interface FirstTimes {
  readonly inkling: number;
  readonly peer: number;
}

export interface RankRun extends RankTimes {
  readonly first: FirstTimes;
  readonly setup: {
    readonly browser: string;
    /** Whether clocks count in steps of 5 microseconds. */
    readonly isolated: boolean;
    readonly tfjs: TfjsSetup;
  };
}

interface Sides {
  readonly inkling: Inkling;
  readonly engine: Remote<EngineBench>;
  readonly peer: Remote<TfjsBench>;
  readonly events: readonly ShopEvent[];
}

/**
 * Rounds of `times` repetitions, the three parties taking turns within each. Every round begins with a shopper of
 * SHOPPER_EVENTS events, who grows by one with every repetition.
 */
export async function measureRank(catalog: string, rounds: number, times: number): Promise<RankRun> {
  const count = SHOPPER_EVENTS + times;
  const engine = wrap<EngineBench>(new Worker("/bench/engine.worker.js", { type: "module" }));
  const peer = wrap<TfjsBench>(new Worker("/bench/tfjs.worker.js", { type: "module" }));
  const url = new URL(catalog, location.href).href;
  const events = await engine.open(url, count);
  const tfjs = await peer.open(url, count);
  const sides: Sides = { inkling: await startInkling(catalog), engine, peer, events };
  const first = await firstTimes(sides);
  for (let round = 0; round < WARM_ROUNDS; round++) await oneRound(sides, times, noTimes());
  const run = noTimes();
  for (let round = 0; round < rounds; round++) await oneRound(sides, times, run);
  return { ...run, first, setup: { browser: navigator.userAgent, isolated: crossOriginIsolated, tfjs } };
}

async function firstTimes({ inkling, peer, events }: Sides): Promise<FirstTimes> {
  // One after the other: the same act on the same product in one millisecond would be one event.
  for (const event of events.slice(0, SHOPPER_EVENTS)) await track(inkling, event);
  return {
    inkling: await timed(() => list(inkling)),
    peer: await timed(() => peer.rank(SHOPPER_EVENTS, LIST)),
  };
}

async function oneRound(sides: Sides, times: number, into: RankTimes): Promise<void> {
  const { inkling, events, peer } = sides;
  await inkling.erase();
  // One after the other: the same act on the same product in one millisecond would be one event.
  for (const event of events.slice(0, SHOPPER_EVENTS)) await track(inkling, event);
  await list(inkling);
  for (let at = SHOPPER_EVENTS; at < SHOPPER_EVENTS + times; at++) {
    await ofPage(sides, at, into);
    // Each party comes right after another one, with cold caches like its rivals.
    into.peerLonger.push(await peer.rank(at + 1, LONGER_LIST));
    await ofEngine(sides, at + 1, into);
    await ofPeer(sides, at + 1, into);
  }
}

async function ofPage({ inkling, events }: Sides, at: number, into: RankTimes): Promise<void> {
  into.pageAppend.push(await timed(() => track(inkling, events[at]!)));
  into.pageFresh.push(await timed(() => list(inkling)));
  into.pageSame.push(await timed(() => list(inkling)));
}

async function ofEngine({ engine }: Sides, at: number, into: RankTimes): Promise<void> {
  const { freshMs, sameMs } = await engine.rank(at, LIST);
  into.workerFresh.push(freshMs);
  into.workerSame.push(sameMs);
}

async function ofPeer({ peer }: Sides, at: number, into: RankTimes): Promise<void> {
  const roundTrip = timed(async () => {
    into.peer.push(await peer.rank(at, LIST));
  });
  into.peerPage.push(await roundTrip);
}

async function list(inkling: Inkling): Promise<void> {
  const { items, basis, reason } = await inkling.rank({ n: LIST });
  if (items.length !== LIST || basis !== "personal") throw new Error(`no list of ${LIST}: ${basis}, ${reason}`);
}

const noTimes = (): RankTimes => ({
  workerFresh: [],
  workerSame: [],
  pageAppend: [],
  pageFresh: [],
  pageSame: [],
  peer: [],
  peerLonger: [],
  peerPage: [],
});
