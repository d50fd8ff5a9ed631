import type { TraceEvent } from "../trace.ts";

/** Of one load of a page, of its main thread alone. */
export interface LoadTimes {
  /** Compiling scripts and running them from top to bottom. */
  readonly evaluationMs: number;
  /** All script: that, and every function called since. */
  readonly scriptMs: number;
  /** The longest task in which a script ran. */
  readonly longestTaskMs: number;
  readonly layoutShift: number;
}

export const CATEGORIES: readonly string[] = [
  "-*",
  "devtools.timeline",
  "disabled-by-default-devtools.timeline",
  "loading",
  "v8",
  "v8.execute",
];

const EVALUATION = new Set(["EvaluateScript", "v8.compile", "v8.compileModule", "v8.evaluateModule"]);
const CALLS = new Set(["FunctionCall", "v8.callFunction", "RunMicrotasks"]);
const TASK = "RunTask";

/**
 * What a trace says of the page at `address`. Times are the thread's own processor time, which others on the machine do not lengthen; a throttled
 * processor does. Throws where the page is not in the trace.
 */
export function timesOf(trace: readonly TraceEvent[], address: string): LoadTimes {
  const main = mainThread(trace, address);
  const own = trace.filter(({ pid, tid }) => pid === main.pid && tid === main.tid);
  const spans = own.filter(({ ph, name }) => ph === "X" && (EVALUATION.has(name) || CALLS.has(name)));
  const tasks = own.filter(({ ph, name }) => ph === "X" && name === TASK);
  const shifts = own.flatMap(({ name, args }) => (name === "LayoutShift" && args?.data ? [args.data] : []));
  return {
    evaluationMs: total(outermost(spans.filter(({ name }) => EVALUATION.has(name)))),
    scriptMs: total(outermost(spans)),
    longestTaskMs: Math.max(0, ...tasks.filter((task) => spans.some((span) => within(span, task))).map(milliseconds)),
    layoutShift: shifts.reduce((sum, { score = 0, had_recent_input }) => sum + (had_recent_input ? 0 : score), 0),
  };
}

function mainThread(trace: readonly TraceEvent[], address: string): TraceEvent {
  const renderers = new Set(
    trace.flatMap(({ name, args, pid, tid }) =>
      name === "thread_name" && args?.name === "CrRendererMain" ? `${pid} ${tid}` : [],
    ),
  );
  const found = trace.find(
    ({ name, args, pid, tid }) =>
      name === "EvaluateScript" && args?.data?.url === address && renderers.has(`${pid} ${tid}`),
  );
  if (found === undefined) throw new Error(`no script of ${address} in the trace`);
  return found;
}

const endOf = ({ ts, dur = 0 }: TraceEvent): number => ts + dur;
const within = (inner: TraceEvent, outer: TraceEvent): boolean => inner.ts >= outer.ts && endOf(inner) <= endOf(outer);
const milliseconds = ({ tdur = 0 }: TraceEvent): number => tdur / 1_000;
const total = (events: readonly TraceEvent[]): number => events.reduce((sum, event) => sum + milliseconds(event), 0);

/** Those that are inside none of the others. */
function outermost(spans: readonly TraceEvent[]): TraceEvent[] {
  const outer: TraceEvent[] = [];
  for (const span of spans.toSorted((a, b) => a.ts - b.ts || endOf(b) - endOf(a))) {
    const last = outer.at(-1);
    if (last === undefined || endOf(span) > endOf(last)) outer.push(span);
  }
  return outer;
}
