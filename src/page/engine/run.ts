import { BRIDGE_VERSION, type Consent } from "../../core/bridge/protocol.ts";
import { VERSION } from "../../core/version.ts";
import type { FailedStep } from "../api.ts";
import { describe } from "../problems.ts";
import { createBackOff } from "./back-off.ts";
import { inTime } from "./in-time.ts";
import { STEP_LIMIT_MS, type Step } from "./ladder.ts";
import { createLeft } from "./left.ts";
import { type Link, LOST, TIMEOUT } from "./link.ts";
import { openLink, START_LIMIT_MS } from "./open-link.ts";
import type { Seat } from "./seat.ts";
import { shortfall } from "./shortfall.ts";
import { watchViolations } from "./violations.ts";

/** What the policy has blocked is told a little later than a step fails. */
const TOLD_MS = 50;

/**
 * Runs the page's engine by the first step of the ladder that leads to one, and again by the same when it dies, until the seat's signal. A step leads to an engine when
 * that says hello, in time, of this version and from this origin. Throws where nobody wants the seat any more.
 */
export function runEngine(seat: Seat, ladder: readonly Step[]): void {
  const { settings, signal, learn } = seat;
  signal.throwIfAborted();
  const backOff = createBackOff();
  const violations = watchViolations(signal);
  /** The engine that was started last, ready or not. */
  let current: Link | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let at = 0;
  let tried: readonly FailedStep[] = [];
  /** Whether the engine of this start, and of any, has said hello. */
  let greeted = false;
  let everGreeted = false;
  let refused = false;
  let restarts = 0;

  const drop = (why: string): void => {
    clearTimeout(timer);
    current?.close(why);
    current = undefined;
  };

  const again = (why: string): void => {
    const waitMs = backOff(performance.now());
    if (waitMs === undefined) {
      seat.stop(`gave up: ${why}`);
      return;
    }
    restarts++;
    seat.restart(why);
    timer = setTimeout(start, waitMs);
  };

  /** The step leads nowhere: on to the next. After the last, all once more in case it was the network. */
  const fall = (failed: string): void => {
    const why = violations.take(failed);
    drop(why);
    tried = [...tried, { step: ladder[at]!.name, why }];
    seat.took({ step: undefined, tried });
    at++;
    if (at < ladder.length) {
      void start();
    } else if (refused || (restarts > 0 && !everGreeted)) {
      seat.stop(`no worker: ${tried.map(({ step, why }) => `${step}: ${why}`).join("; ")}`);
    } else {
      at = 0;
      tried = [];
      again(why);
    }
  };

  const lose = (lost: Link, why: string): void => {
    if (lost !== current) return;
    if (greeted) {
      drop(why);
      again(why);
    } else {
      fall(why);
    }
  };

  /** What has changed while the engine opened is told before anything else is asked. */
  const catchUp = async (mine: Link, opened: Consent): Promise<void> => {
    for (let told = opened; told !== settings.consent; ) {
      told = settings.consent;
      await learn(mine.ask<"consent">({ type: "consent", consent: told }));
    }
    const { paused } = settings;
    if (paused !== undefined) await learn(mine.ask<"pause">({ type: "pause", paused }));
  };

  /** Empty, or why what answers is no engine of this page. */
  const greet = async (mine: Link): Promise<string> => {
    const limitMs = at + 1 < ladder.length ? STEP_LIMIT_MS : START_LIMIT_MS;
    const hello = await mine.ask<"hello">({ type: "hello", bridge: BRIDGE_VERSION }, limitMs);
    if (!hello.ok) {
      refused ||= hello.code !== TIMEOUT && hello.code !== LOST;
      return hello.message;
    }
    const { bridge, version, origin } = hello.value;
    refused = true;
    if (bridge !== BRIDGE_VERSION || version !== VERSION)
      return `of different versions: page ${VERSION}, worker ${version}`;
    // The first may be a variable of the shop's, the second says nothing in a frame without an address.
    if (![self.origin, location.origin].includes(origin))
      return `its origin is ${origin}, which keeps nothing of this shop`;
    refused = false;
    return "";
  };

  const shakeHands = async (mine: Link): Promise<void> => {
    const strange = await greet(mine);
    if (mine !== current) return;
    if (strange !== "") return fall(strange);
    greeted = true;
    everGreeted = true;
    seat.took({ step: ladder[at]!.name, tried, shortfall });
    const { catalog, parts, consent, switches } = settings;
    const opened = await learn(mine.ask<"open">({ type: "open", catalog, parts, consent, ...switches }));
    if (opened.ok) await catchUp(mine, consent);
    if (mine !== current) return;
    if (opened.ok) seat.enter("ready", "", mine);
    else if (opened.code === TIMEOUT) lose(mine, opened.message);
    else seat.stop(opened.message);
  };

  const start = async (): Promise<void> => {
    greeted = false;
    try {
      const runner = await inTime(ladder[at]!.start(), START_LIMIT_MS, (late) => late.terminate());
      if (signal.aborted) return runner.terminate();
      const mine: Link = openLink(runner, { lost: (why) => lose(mine, why), notice: seat.notice });
      current = mine;
      void shakeHands(mine);
    } catch (error) {
      if (!signal.aborted) timer = setTimeout(fall, TOLD_MS, describe(error));
    }
  };

  signal.addEventListener("abort", () => drop(signal.reason));
  seat.took({ left: createLeft() });
  void start();
}
