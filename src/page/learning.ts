import type { Status } from "./api.ts";
import type { Page } from "./page.ts";
import { describe } from "./problems.ts";

/** A worker that has said nothing by then hangs: a training ends itself long before. */
const LIMIT_MS = 240_000;
/** Below this, and not charging, it is left alone. */
const BATTERY = 0.2;
/** After so long it looks whether another tab's training has ended: one that was killed tells nobody. */
const AGAIN_MS = 10_000;
/** What settles it until there is more to learn from. After anything else this page does not try again. */
const SETTLED: readonly unknown[] = ["accepted", "reverted", "too-few"];

/** In Chromium alone, and so not in the DOM library's types. */
interface Device {
  readonly connection?: { readonly saveData?: boolean };
  getBattery?(): Promise<{ readonly level: number; readonly charging: boolean }>;
}

/**
 * Starts the learner's worker when training is due and the page is seen and idle; ends it when the page is left or hidden, or
 * when learning is off. `launch` may throw.
 */
export function keepLearning({ inkling, problems }: Pick<Page, "inkling" | "problems">, launch: () => Worker): void {
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
    problems.add(`learning on this device: ${describe(why)}`);
  };

  const lookAgain = (): void => {
    clearTimeout(again);
    if (!signal.aborted) again = setTimeout(ask, AGAIN_MS);
  };

  const start = async (): Promise<void> => {
    scheduled = false;
    if (!(await mayWork()) || worker !== undefined || gaveUp || signal.aborted) return;
    if (!(await inkling.status()).engine?.learning.due) return lookAgain();
    try {
      worker = launch();
    } catch (error) {
      return giveUp(error);
    }
    worker.addEventListener("error", (event) => {
      event.preventDefault(); // or the page's own window.onerror would hear of it
      giveUp(event.message || "the learner's script did not load");
    });
    worker.addEventListener("message", ({ data }: MessageEvent<{ learnt: string; message?: string }>) => {
      if (data.learnt === "failed") return giveUp(data.message);
      end();
      if (data.learnt === "busy elsewhere") lookAgain();
      else gaveUp = !SETTLED.includes(data.learnt);
    });
    timer = setTimeout(giveUp, LIMIT_MS, "no answer");
  };

  const consider = ({ state, engine }: Status): void => {
    if (state === "off") life.abort();
    if (engine?.learning.state === "off") end();
    if (engine?.learning.state === "training" && worker === undefined) lookAgain();
    if (!engine?.learning.due || scheduled || worker !== undefined || signal.aborted) return;
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
  if (document.visibilityState !== "visible" || device.connection?.saveData === true) return false;
  const battery = await device.getBattery?.().catch(() => undefined);
  return battery === undefined || battery.charging || battery.level >= BATTERY;
}
