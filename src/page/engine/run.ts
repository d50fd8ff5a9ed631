import { BRIDGE_VERSION, type Consent } from "../../core/bridge/protocol.ts";
import { describe } from "../problems.ts";
import { createBackOff } from "./back-off.ts";
import { failure, type Link, TIMEOUT } from "./link.ts";
import { openLink, START_LIMIT_MS } from "./open-link.ts";
import type { Seat } from "./seat.ts";

const OTHER_VERSION = failure("version", "page and worker are of different versions");

/**
 * Runs the page's engine in a worker, and in another one when that dies, until the seat's signal.
 * @param launch Starts a worker; may throw.
 */
export function runEngine(seat: Seat, launch: () => Worker): void {
  const { settings, signal, learn } = seat;
  const backOff = createBackOff();
  /** The worker that was started last, ready or not. */
  let current: Link | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let greeted = false;
  let restarts = 0;

  const drop = (why: string): void => {
    clearTimeout(timer);
    current?.close(why);
    current = undefined;
  };

  const lose = (lost: Link, why: string): void => {
    if (lost !== current) return;
    // A script that does not even say hello is blocked or not there: once more, in case it was the network.
    const waitMs = greeted || restarts === 0 ? backOff(performance.now()) : undefined;
    if (waitMs === undefined) {
      seat.stop(`gave up after restarts: ${why}`);
      return;
    }
    drop(why);
    restarts++;
    seat.restart(why);
    timer = setTimeout(start, waitMs);
  };

  /** What has changed while the engine opened is told before anything else is asked. */
  const catchUp = async (mine: Link, opened: Consent): Promise<void> => {
    for (let told = opened; told !== settings.consent; ) {
      told = settings.consent;
      await learn("consent", mine.ask<"consent">({ type: "consent", consent: told }));
    }
    const { paused } = settings;
    if (paused !== undefined) await learn("pause", mine.ask<"pause">({ type: "pause", paused }));
  };

  const shakeHands = async (mine: Link): Promise<void> => {
    const hello = await mine.ask<"hello">({ type: "hello", bridge: BRIDGE_VERSION }, START_LIMIT_MS);
    greeted ||= hello.ok;
    const { catalog, parts, consent, switches } = settings;
    const agreed = !hello.ok || hello.value.bridge === BRIDGE_VERSION ? hello : OTHER_VERSION;
    const opened = agreed.ok
      ? await learn("open", mine.ask<"open">({ type: "open", catalog, parts, consent, ...switches }))
      : agreed;
    if (opened.ok) await catchUp(mine, consent);
    if (mine !== current) return;
    if (opened.ok) seat.enter("ready", "", mine);
    else if (opened.code === TIMEOUT) lose(mine, opened.message);
    else seat.stop(opened.message);
  };

  const start = (): void => {
    try {
      const mine: Link = openLink(launch(), { lost: (why) => lose(mine, why), notice: seat.notice });
      current = mine;
      void shakeHands(mine);
    } catch (error) {
      seat.stop(`no worker: ${describe(error)}`);
    }
  };

  if (signal.aborted) return;
  signal.addEventListener("abort", () => drop(signal.reason));
  start();
}
