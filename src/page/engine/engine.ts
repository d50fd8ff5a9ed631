import {
  BRIDGE_VERSION,
  type Consent,
  type EngineStatus,
  type LearningSwitches,
  type Notice,
  type Request,
  type RequestOf,
} from "../../core/bridge/protocol.ts";
import { describe } from "../problems.ts";
import { createBackOff } from "./back-off.ts";
import { limited } from "./limited.ts";
import { type Answer, type Failure, failure, type Link, openLink, START_LIMIT_MS, TIMEOUT } from "./link.ts";

type Type = Request["type"];

/** What an engine is opened with; read anew at every start. */
export interface Settings {
  readonly catalog: string;
  /** Where the code for learned parts lies. */
  readonly parts: string;
  consent: Consent;
  readonly switches: LearningSwitches;
  /** What this page has asked for and no store remembers. Otherwise the engine is right: other tabs ask it too. */
  paused: boolean | undefined;
}

export interface EngineHooks {
  /** Starts the worker; may throw. */
  launch(): Worker;
  /** The engine starts, has become ready, was lost, gave up or was stopped. */
  changed(): void;
  notice(notice: Notice["inkling"]): void;
}

export type Phase = "waiting" | "starting" | "ready" | "failed" | "off";

/** The engine as the page sees it, over as many workers as it takes. */
export interface Engine {
  readonly phase: Phase;
  readonly message: string;
  readonly restarts: number;
  /** The engine's last word on itself. */
  readonly known: EngineStatus | undefined;
  /** The running worker, when ready. */
  readonly link: Link | undefined;
  start(): void;
  /** Resolves once it is ready, has given up or was stopped. */
  settled(): Promise<void>;
  /** Waits for the engine, not for ever, then asks, within the request's time limit. */
  ask<T extends Type>(request: RequestOf<T>): Answer<T>;
  stop(phase: "failed" | "off", message: string): void;
}

/** How long a question waits for an engine that is not up yet. */
export const WAIT_LIMIT_MS = 10_000;

/** Why no worker will answer; undefined while one does or may. */
export function failureOf({ phase, message }: Pick<Engine, "phase" | "message">): Failure | undefined {
  if (phase === "off") return failure("destroyed", message);
  return phase === "failed" ? failure("no-worker", message) : undefined;
}

const OTHER_VERSION = failure("version", "page and worker are of different versions");
const TELLS_STATUS: readonly Type[] = ["open", "status", "consent", "pause", "freeze"];

export function createEngine(settings: Settings, hooks: EngineHooks): Engine {
  const backOff = createBackOff();
  /** The worker that was started last, ready or not. */
  let current: Link | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let greeted = false;
  const waiting: (() => void)[] = [];

  const isSettled = (): boolean => engine.phase !== "waiting" && engine.phase !== "starting";

  const enter = (phase: Phase, message: string, link?: Link): void => {
    Object.assign(engine, { phase, message, link });
    hooks.changed();
    if (isSettled()) for (const resolve of waiting.splice(0)) resolve();
  };

  const drop = (why: string): void => {
    clearTimeout(timer);
    current?.close(why);
    current = undefined;
  };

  const stop: Engine["stop"] = (phase, why) => {
    if (engine.phase === "off") return;
    drop(why);
    enter(phase, why);
  };

  const lose = (lost: Link, why: string): void => {
    if (lost !== current) return;
    // A script that does not even say hello is blocked or not there: once more, in case it was the network.
    const waitMs = greeted || engine.restarts === 0 ? backOff(performance.now()) : undefined;
    if (waitMs === undefined) {
      stop("failed", `gave up after restarts: ${why}`);
      return;
    }
    drop(why);
    engine.restarts++;
    enter("starting", why);
    timer = setTimeout(start, waitMs);
  };

  const learn = async <T extends Type>(type: T, reply: Answer<T>): Answer<T> => {
    const answer = await reply;
    if (!answer.ok || !TELLS_STATUS.includes(type)) return answer;
    // The values of exactly these types are an EngineStatus.
    const known = answer.value as EngineStatus;
    engine.known = known;
    const remembers = known.storage.state === "indexeddb";
    if (remembers && known.paused === settings.paused) settings.paused = undefined;
    return answer;
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
    if (opened.ok) enter("ready", "", mine);
    else if (opened.code === TIMEOUT) lose(mine, opened.message);
    else stop("failed", opened.message);
  };

  const start = (): void => {
    if (isSettled()) return;
    enter("starting", engine.message);
    try {
      const mine: Link = openLink(hooks.launch(), { lost: (why) => lose(mine, why), notice: hooks.notice });
      current = mine;
      void shakeHands(mine);
    } catch (error) {
      stop("failed", `no worker: ${describe(error)}`);
    }
  };

  const engine: { -readonly [K in keyof Engine]: Engine[K] } = {
    phase: "waiting",
    message: "",
    restarts: 0,
    known: undefined,
    link: undefined,
    start,
    stop,
    async settled() {
      if (!isSettled()) await new Promise<void>((resolve) => waiting.push(resolve));
    },
    async ask(request) {
      await limited(engine.settled(), WAIT_LIMIT_MS, () => {});
      const { link } = engine;
      if (link !== undefined) return learn(request.type, link.ask(request));
      return failureOf(engine) ?? failure(TIMEOUT, "the engine is not up yet");
    },
  };
  return engine;
}
