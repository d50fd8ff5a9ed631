import type { EngineStatus } from "../core/bridge/protocol.ts";
import type { Status } from "./api.ts";
import type { Page } from "./page.ts";
import { describe } from "./problems.ts";

/** A worker that has said nothing by then hangs: it ends itself long before. */
const LIMIT_MS = 240_000;
/** Below this, and not charging, the device is left alone. */
const BATTERY = 0.2;
/** After so long it looks whether there is more to do, and whether another tab's worker has ended: one that was killed tells nobody. */
export const AGAIN_MS = 10_000;
/** The longest that a timer takes. */
const MOST_MS = 2 ** 31 - 1;

/** What a worker is for. */
export interface Errand {
  /** Names it in problems. */
  readonly name: string;
  /** Starts the worker; may throw. */
  launch(): Worker;
  /** off: none may run. again: of what is not due, when to look again (milliseconds from now). */
  wish(engine: EngineStatus): { readonly off: boolean; readonly due: boolean; readonly again?: number | undefined };
  /** By what the worker has posted: settled until there is more to do, or given up by this page, with a reason or without. */
  done(data: unknown): "settled" | "never" | Error;
}

/** In Chromium alone, and so not in the DOM library's types. */
interface Device {
  readonly connection?: { readonly saveData?: boolean };
  getBattery?(): Promise<{ readonly level: number; readonly charging: boolean }>;
}

/** Starts the errand's worker when it is due and the page is seen and idle; ends it when the page is left or hidden, or when it is off. */
export function keepWorker({ inkling, problems }: Pick<Page, "inkling" | "problems">, errand: Errand): void {
  const life = new AbortController();
  const { signal } = life;
  let worker: Worker | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let again: ReturnType<typeof setTimeout> | undefined;
  let scheduled = false;
  let gaveUp = false;

  const end = (): void => {
    clearTimeout(timer);
    clearTimeout(again);
    worker?.terminate();
    worker = undefined;
  };
  const giveUp = (why: unknown): void => {
    end();
    gaveUp = true;
    problems.add(`${errand.name}: ${describe(why)}`);
  };

  const lookAgain = (ms: number): void => {
    clearTimeout(again);
    if (!signal.aborted) again = setTimeout(ask, Math.min(ms, MOST_MS));
  };

  const start = async (): Promise<void> => {
    const may = await mayWork();
    // Last, so that nothing has been said since: of a switch, say.
    const { engine } = await inkling.status();
    // Not before: what the engine says meanwhile would start another.
    scheduled = false;
    if (!may || document.visibilityState !== "visible" || worker !== undefined || gaveUp || signal.aborted) return;
    if (engine === undefined || !errand.wish(engine).due) return lookAgain(AGAIN_MS);
    try {
      worker = errand.launch();
    } catch (error) {
      return giveUp(error);
    }
    worker.addEventListener("error", (event) => {
      event.preventDefault(); // or the page's own window.onerror would hear of it
      giveUp(event.message || "its script did not load");
    });
    worker.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
      const done = errand.done(data);
      if (done instanceof Error) return giveUp(done.message);
      end();
      // What the engine said while the worker was at it went unheard.
      if (done !== "never") lookAgain(AGAIN_MS);
      gaveUp = done === "never";
    });
    timer = setTimeout(giveUp, LIMIT_MS, "no answer");
  };

  const consider = ({ state, engine }: Status): void => {
    if (state === "off") life.abort();
    const wish = engine && errand.wish(engine);
    if (wish?.off) end();
    if (wish?.again !== undefined && worker === undefined) lookAgain(wish.again);
    if (!wish?.due || scheduled || worker !== undefined || signal.aborted) return;
    scheduled = true;
    if (typeof requestIdleCallback === "function") requestIdleCallback(() => void start());
    else setTimeout(start, 1_000); // Safari
  };
  const ask = (): void => void inkling.status().then(consider);

  signal.addEventListener("abort", end);
  addEventListener("pagehide", end, { signal });
  document.addEventListener("visibilitychange", () => (document.visibilityState === "hidden" ? end() : ask()), {
    signal,
  });
  inkling.on("status", consider);
  ask();
}

async function mayWork(): Promise<boolean> {
  const device = navigator as Device;
  const battery = await device.getBattery?.().catch(() => undefined);
  if (device.connection?.saveData === true) return false;
  return battery === undefined || battery.charging || battery.level >= BATTERY;
}
