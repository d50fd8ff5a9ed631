import type { Consent, EngineStatus, LearningSwitches, Notice, Request } from "../../core/bridge/protocol.ts";
import type { ShopEvent } from "../../core/event/event.ts";
import type { FailedStep, Status, StepName } from "../api.ts";
import type { Answer, Link } from "./link.ts";

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

export type Phase = "waiting" | "starting" | "ready" | "failed" | "off";

/** What is missing of an engine that runs, as status() says it. */
export type Shortfall = Pick<Status, "reason" | "message">;

/** What pages of the shop leave to the next when they go away before their engine has said that it is kept. */
export interface Left {
  /** In place of what this page has left before. Whether that could be told to the browser. */
  put(events: readonly ShopEvent[]): boolean;
  /** What pages have left, once; never rejects. From then on it can be put; before, nothing is kept outside the page. */
  take(): Promise<readonly ShopEvent[]>;
}

/** How an engine came to run. */
export interface Way {
  readonly step: StepName | undefined;
  readonly tried: readonly FailedStep[];
  /** Reads what is missing out of what the engine says of itself; undefined when nothing is. */
  shortfall?(known: EngineStatus): Shortfall | undefined;
  /** Undefined until the code that starts workers is here. */
  readonly left?: Left;
}

/** What the page's engine lends to the code that starts workers for it, which is fetched only when there is something to start. */
export interface Seat {
  readonly settings: Settings;
  /** Aborted once no worker is wanted any more; the reason says why. */
  readonly signal: AbortSignal;
  /** `link`: the running worker, when ready. */
  enter(phase: Phase, message: string, link?: Link): void;
  /** The same after one more restart. */
  restart(message: string): void;
  /** Where to leave what is not kept yet; which step of the ladder the engine runs by, once it does, and which did not lead to one. */
  took(way: Partial<Way>): void;
  /** Gives up, for as long as the page lives. */
  stop(message: string): void;
  /** Hears what an answer says of the engine. */
  learn<T extends Request["type"]>(reply: Answer<T>): Answer<T>;
  notice(notice: Notice["inkling"]): void;
}

/** Takes the seat; rejects where it cannot be had at all. */
export type TakeSeat = (seat: Seat) => Promise<void>;
