import type { Page } from "playwright";

/** An event of Chromium's trace, as far as it is read. Microseconds; `tdur`: of the thread's processor time. */
export interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: {
    readonly name?: string;
    readonly data?: { readonly url?: string; readonly score?: number; readonly had_recent_input?: boolean };
  };
}

/** One task of a thread, by the clock and by the thread's processor time. */
export interface Task {
  readonly ms: number;
  readonly cpuMs: number;
  /** Whether a script ran in it. */
  readonly runs: boolean;
}

/** Marks, calls and tasks: see the Trace Event Format, and chrome://tracing for the names. */
const CATEGORIES = "blink.user_timing,devtools.timeline,v8,disabled-by-default-devtools.timeline,toplevel";

/** What Chromium notes while `work` runs in the page. */
export async function traced(page: Page, work: () => Promise<unknown>): Promise<readonly TraceEvent[]> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  // As the protocol documents what it collects.
  session.on("Tracing.dataCollected", ({ value }) => void events.push(...(value as unknown as TraceEvent[])));
  await session.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: { recordMode: "recordAsMuchAsPossible", includedCategories: CATEGORIES.split(",") },
  });
  await work();
  const complete = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
  await session.send("Tracing.end");
  await complete;
  await session.detach();
  return events;
}

/** What a script's turn is called: of a callback, of promises that are settled, of a module that begins. */
const RUNS = ["v8.callFunction", "v8.evaluateModule", "BlinkScheduler_PerformMicrotaskCheckpoint"];

/** The tasks of the marking thread between the marks "NAME from" and "NAME to". */
export function tasksWithin(events: readonly TraceEvent[], name: string): readonly Task[] {
  const from = events.find((event) => event.name === `${name} from`);
  const to = events.find((event) => event.name === `${name} to`);
  if (from === undefined || to === undefined) throw new Error(`the trace has no marks of "${name}"`);
  const inside = events.filter(
    ({ ph, pid, tid, ts }) => ph === "X" && pid === from.pid && tid === from.tid && ts >= from.ts && ts <= to.ts,
  );
  const runs = inside.filter(({ name }) => RUNS.includes(name));
  return inside
    .filter((event) => event.name === "RunTask")
    .map(({ ts, dur = 0, tdur = 0 }) => ({
      ms: dur / 1_000,
      cpuMs: tdur / 1_000,
      runs: runs.some((run) => run.ts >= ts && run.ts < ts + dur),
    }));
}
