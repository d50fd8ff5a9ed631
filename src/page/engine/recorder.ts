import type { Reply, Values } from "../../core/bridge/protocol.ts";
import type { ShopEvent } from "../../core/event/event.ts";
import type { TrackReply } from "../api.ts";
import { type Engine, WAIT_LIMIT_MS } from "./engine.ts";
import { handOver, newestOf, takeOver } from "./handoff.ts";
import { limited } from "./limited.ts";
import { type Link, LOST, TIMEOUT } from "./link.ts";

/** Events that may wait in the page for the engine, or for the next page. */
export const MAX_QUEUED_EVENTS = 500;

/** One call of track(): its events, and who waits for them to be durable. */
interface Call {
  readonly events: readonly ShopEvent[];
  readonly done: (reply: TrackReply) => void;
  /** Posted to the running worker, which has not acknowledged it yet. */
  sent: boolean;
}

/**
 * Gets events to the engine, in order, each with its own time.
 *
 * A batch that got no answer before its worker or its page went away is sent again. It may have been stored: the engine
 * leaves out what it has already. A late answer of a living worker never leads to a second sending.
 */
export interface Recorder {
  /** Answers "timeout" when it takes long; the events go on waiting. */
  record(events: readonly ShopEvent[]): Promise<TrackReply>;
  /** Posts what waits, now. Without a worker, what was posted to the last one and not acknowledged waits again. */
  flush(): void;
  /**
   * Posts what waits, and leaves what is not known to be stored to the next page of the shop; the engine knows what it has
   * already. The same at once for each event until `resume`: the shop's own listeners may hear of the page's end after ours.
   */
  leave(): void;
  /** Takes what pages have left, this one too when it comes back. */
  resume(): void;
  /** Answers all who wait; `keep`: the events still wait. */
  release(reply: TrackReply, keep: boolean): void;
}

export const unstored = (reason: TrackReply["reason"], message?: string): TrackReply => ({
  stored: 0,
  reason,
  ...(message && { message }),
});

export function createRecorder(engine: Engine): Recorder {
  let calls: readonly Call[] = [];
  let scheduled = false;
  let leaving = false;
  let forgets = 0;

  /** When too many events wait to be posted, the oldest impressions make room first, then the oldest of all. */
  const keep = (wanted: readonly Call[]): void => {
    const waiting = wanted.filter(({ sent }) => !sent);
    while (waiting.reduce((sum, { events }) => sum + events.length, 0) > MAX_QUEUED_EVENTS) {
      const impression = waiting.findIndex(({ events }) => events[0]?.kind === "impression");
      const [dropped] = waiting.splice(Math.max(impression, 0), 1);
      dropped?.done(unstored("no-worker", "too many waited"));
    }
    calls = wanted.filter((call) => call.sent || waiting.includes(call));
  };

  const send = (link: Link, batch: readonly Call[]): void => {
    for (const call of batch) call.sent = true;
    const sent = link.send<"append">({ type: "append", events: batch.flatMap(({ events }) => events) });
    sent.then((reply) => {
      if (!reply.ok && reply.code === LOST) return;
      calls = calls.filter((call) => !batch.includes(call));
      share(batch, reply, engine);
    });
    link.within(sent).then((reply) => {
      if (reply.ok || reply.code !== TIMEOUT) return;
      for (const { done } of batch) done(unstored("timeout", reply.message));
    });
  };

  const release: Recorder["release"] = (reply, kept) => {
    for (const { done } of calls) done(reply);
    if (kept) return;
    calls = [];
    forgets++;
  };

  const flush = (): void => {
    scheduled = false;
    const { link, phase, message } = engine;
    if (link === undefined) for (const call of calls) call.sent = false;
    else for (const batch of batches(calls.filter(({ sent }) => !sent))) send(link, batch);
    // Nobody waits in vain, and the next page may have more luck.
    if (phase === "failed") release(unstored("no-worker", message), true);
  };

  /** In front of what this page has: it is older. */
  const found = (events: readonly ShopEvent[]): void =>
    keep([...events.map((event) => ({ events: [event], done() {}, sent: false })), ...calls]);

  const leave = (): void => {
    if (!leaving) found(takeOver());
    leaving = true;
    flush();
    const left = newestOf(calls.flatMap(({ events }) => events));
    if (left.length > 0 && !engine.left?.put(left)) handOver(left);
    if (engine.link === undefined) release(unstored("no-worker", "left to the next page"), true);
  };

  return {
    record(events) {
      const reply = new Promise<TrackReply>((done) => {
        keep([...calls, { events, done, sent: false }]);
        if (leaving) leave();
        else if (!scheduled) queueMicrotask(flush);
        scheduled = !leaving;
      });
      return limited(reply, WAIT_LIMIT_MS, () => unstored("timeout", "waiting for the engine"));
    },
    flush,
    leave,
    resume() {
      // What was not known to be kept as the page came to rest is in what is left, or another page has taken it.
      if (leaving) calls = [];
      leaving = false;
      found(takeOver());
      flush();
      const before = forgets;
      engine.left?.take().then((events) => {
        if (forgets !== before) return;
        found(events);
        flush();
      });
    },
    release,
  };
}

/** A purchase alone, everything else together: then an answer tells which call was a duplicate. */
function batches(calls: readonly Call[]): Call[][] {
  const all: Call[][] = [];
  let joins = false;
  for (const call of calls) {
    const alone = call.events[0]?.kind === "purchase";
    if (joins && !alone) all.at(-1)?.push(call);
    else all.push([call]);
    joins = !alone;
  }
  return all;
}

/** Tells each call of a batch what became of it. */
function share(batch: readonly Call[], reply: Reply<Values["append"]>, { known }: Engine): void {
  let left = reply.ok ? reply.value.stored : 0;
  const refused = known?.consent.store ? (known.paused ? "paused" : "sensitive") : "consent";
  for (const { events, done } of batch) {
    const stored = Math.min(left, events.length);
    left -= stored;
    if (!reply.ok) done(unstored("no-worker", reply.message));
    else done({ stored, reason: stored > 0 ? "ok" : reply.value.duplicates > 0 ? "duplicate" : refused });
  }
}
