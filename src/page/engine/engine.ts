import type { EngineStatus, Request, RequestOf } from "../../core/bridge/protocol.ts";
import { readFields } from "../../core/event/fields.ts";
import { describe } from "../problems.ts";
import { limited } from "./limited.ts";
import { type Answer, type Failure, failure, type Link, TIMEOUT } from "./link.ts";
import type { Phase, Seat, Settings, TakeSeat, Way } from "./seat.ts";

type Type = Request["type"];

export interface EngineHooks extends Pick<Seat, "notice"> {
  /** There is a place for what pages leave. */
  leaves(): void;
  /** Starts workers for it; fetched first, where the page does not have it. */
  readonly run: TakeSeat;
  /** The engine starts, has become ready, was lost, gave up or was stopped. */
  changed(): void;
}

/** The engine as the page sees it, over as many workers as it takes. */
export interface Engine extends Way {
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

/** Of all that an engine answers with it alone tells of storage. */
const isStatus = (value: unknown): value is EngineStatus => readFields(value)?.storage !== undefined;

export function createEngine(settings: Settings, { run, changed, leaves, notice }: EngineHooks): Engine {
  const life = new AbortController();
  const waiting: (() => void)[] = [];

  const isSettled = (): boolean => engine.phase !== "waiting" && engine.phase !== "starting";

  const enter: Seat["enter"] = (phase, message, link) => {
    Object.assign(engine, { phase, message, link });
    changed();
    if (isSettled()) for (const resolve of waiting.splice(0)) resolve();
  };

  const stop: Engine["stop"] = (phase, why) => {
    if (engine.phase === "off") return;
    life.abort(why);
    enter(phase, why);
  };

  const learn: Seat["learn"] = async (reply) => {
    const answer = await reply;
    if (answer.ok && isStatus(answer.value)) {
      const known = answer.value;
      engine.known = known;
      const remembers = known.storage.state === "indexeddb";
      if (remembers && known.paused === settings.paused) settings.paused = undefined;
    }
    return answer;
  };

  const engine: { -readonly [K in keyof Engine]: Engine[K] } = {
    phase: "waiting",
    message: "",
    restarts: 0,
    step: undefined,
    tried: [],
    known: undefined,
    link: undefined,
    start() {
      if (isSettled()) return;
      enter("starting", "");
      run({
        settings,
        signal: life.signal,
        enter,
        restart(message) {
          engine.restarts++;
          enter("starting", message);
        },
        took(way) {
          Object.assign(engine, way);
          if (way.left) leaves();
        },
        stop: (why) => stop("failed", why),
        learn,
        notice,
      }).catch((error) => stop("failed", describe(error)));
    },
    stop,
    async settled() {
      if (!isSettled()) await new Promise<void>((resolve) => waiting.push(resolve));
    },
    async ask(request) {
      await limited(engine.settled(), WAIT_LIMIT_MS, () => {});
      const { link } = engine;
      if (link !== undefined) return learn(link.ask(request));
      return failureOf(engine) ?? failure(TIMEOUT, "waiting for the engine");
    },
  };
  return engine;
}
