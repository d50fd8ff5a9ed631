import type { Consent, Request } from "../core/bridge/protocol.ts";
import type { ShopEvent } from "../core/event/event.ts";
import { parseEvent } from "../core/event/parse.ts";
import type { EraseReply, Inkling, InklingOptions, Status, TrackReply } from "./api.ts";
import type { Capture } from "./capture/capture.ts";
import type { Admit, Origin } from "./capture/report.ts";
import { catalogueAddress } from "./catalogue.ts";
import { createConsentDesk, type Speaker } from "./consent/desk.ts";
import { hasSource } from "./consent/has-source.ts";
import { OPT_OUT } from "./consent/opt-out.ts";
import { changeContext } from "./context.ts";
import { createEmitter } from "./emitter.ts";
import { createEngine, type Engine } from "./engine/engine.ts";
import { createEraser } from "./engine/eraser.ts";
import { discard } from "./engine/handoff.ts";
import { createRecorder, unstored } from "./engine/recorder.ts";
import type { Settings, TakeSeat } from "./engine/seat.ts";
import { followPage } from "./lifecycle.ts";
import { describe, type Problems } from "./problems.ts";
import { createReads } from "./reads.ts";
import { describeStatus } from "./status.ts";

/** One page's object, and what the script tag needs besides. */
export interface Page {
  readonly inkling: Inkling;
  readonly engine: Engine;
  readonly problems: Problems;
  /** Until the page's object is destroyed. */
  readonly signal: AbortSignal;
  /** track() with the time at which it happened. `admit`: which of its events are kept. */
  record(
    name: string,
    params: unknown,
    at: number,
    admit?: (events: readonly ShopEvent[]) => readonly ShopEvent[],
  ): Promise<TrackReply>;
  /** Which events of calls and attributes are kept. They are among `early` until the page's sources are read as well. */
  admit: Admit;
  readonly early: readonly (readonly [Origin, ShopEvent])[];
  /** Follows whoever has come since to ask for what neither shop nor shopper has said. Whether that may be worth another look. */
  seek(): boolean;
}

/** Early events that are remembered: a page has few before it is idle. */
const MAX_EARLY = 100;

/** What the page has from its door. */
export interface Surroundings {
  readonly problems: Problems;
  /** Where the code for learned parts lies. */
  readonly parts: string;
  /** Starts the engine's workers. */
  readonly run: TakeSeat;
  /** Listens to banners and platforms; called where the page has any and the shop has said nothing itself. */
  followConsent(hear: (change: Partial<Consent>) => void, signal: AbortSignal): unknown;
  /** Called after the page's markup was looked through. */
  readonly scanned?: () => void;
}

/** What is undefined is as absent. */
type Given<T> = { readonly [K in keyof T]: T[K] | undefined };

/**
 * Wires one page. Records from now on; fetches and starts nothing before the window has loaded and is idle.
 */
export function createPage(options: Given<InklingOptions>, surroundings: Surroundings): Page {
  const { problems, parts, run, scanned } = surroundings;
  const emitter = createEmitter(problems);
  const life = new AbortController();
  const { catalog, note } = catalogueAddress(options?.catalog);
  const auto = options?.consent === "auto";
  const desk = createConsentDesk(auto ? {} : options?.consent, problems.add);
  if (auto) desk.change({ store: "pending" }, "source");
  const settings: Settings = {
    catalog,
    parts,
    consent: desk.consent(),
    paused: undefined,
    switches: { learn: options?.learn, explore: options?.explore },
  };

  let context = changeContext(options?.context);
  const status = (): Status => describeStatus(engine, settings, context, problems, note);
  const emitStatus = (): void => emitter.emit("status", status());
  const engine = createEngine(settings, {
    run,
    changed() {
      eraser.flush();
      recorder.flush();
      emitStatus();
    },
    leaves() {
      if (settings.consent.store === true) recorder.resume();
    },
    notice(name) {
      if (name === "change") emitter.emit("change", undefined);
      else void engine.ask<"status">({ type: "status" }).then(emitStatus);
    },
  });
  const eraser = createEraser(engine);
  const recorder = createRecorder(engine);
  const reads = createReads(engine, eraser, problems, () => context.page);

  const early: [Origin, ShopEvent][] = [];
  const admitEarly: Admit = (origin, events) =>
    events.filter((event) => {
      const isTold = early.some(
        ([by, { kind, item }]) => by !== origin && item !== undefined && item === event.item && kind === event.kind,
      );
      if (early.length < MAX_EARLY) early.push([origin, event]);
      return !isTold;
    });

  const record: Page["record"] = async (name, params, at, admit = (events) => page.admit("api", events)) => {
    try {
      if (engine.phase === "off") return unstored("destroyed");
      if (globalThis.navigator?.webdriver && !options?.automated) return unstored("automated");
      if (settings.paused ?? engine.known?.paused) return unstored("paused");
      if (settings.consent.store === false) return unstored("consent");
      const parsed = parseEvent(name, params, at);
      const issues = parsed.issues.join("; ");
      if (!parsed.ok) throw new TypeError(issues);
      const events = admit(parsed.events);
      const reply = events.length === 0 ? unstored("ok") : recorder.record(events);
      if (issues === "") return reply;
      problems.add(issues);
      return { message: describe(issues), ...(await reply) };
    } catch (error) {
      problems.add(error);
      return unstored("invalid", describe(error));
    }
  };

  /** Tells a running engine of changed settings; one not yet started is opened with the settings as they are then. */
  const tell = async (change: Partial<Settings>, request: Request): Promise<void> => {
    Object.assign(settings, change);
    if (engine.phase !== "waiting") problems.unless(await engine.ask<Request["type"]>(request));
    emitStatus();
  };
  const pause = (paused: boolean): Promise<void> => tell({ paused }, { type: "pause", paused });
  let capture: Pick<Capture, "forget"> | undefined;
  const forget = (): void => {
    capture?.forget();
    discard();
    recorder.release(unstored("consent", "forgotten"), false);
  };

  const erase = (afresh: boolean): Promise<EraseReply> => {
    forget();
    return reads.erase(afresh);
  };

  const follow = async (withdrawn: boolean): Promise<void> => {
    const consent = desk.consent();
    if (consent.store === false) forget();
    if (consent.store === true && settings.consent.store === "pending") recorder.resume();
    await tell({ consent }, { type: "consent", consent, withdrawn });
  };
  const hear = async (change?: Partial<Consent>, by: Speaker = "shop"): Promise<Consent> => {
    try {
      desk.change(change, by);
      // On a page that only opens, a banner's no to contributing calls nothing back.
      if (change !== undefined)
        await follow(change?.contribute === false && (by !== "source" || settings.consent.contribute));
    } catch (error) {
      problems.add(error);
    }
    return settings.consent;
  };
  let follows = false;
  const seek = (): boolean => {
    if (!follows && desk.asks() && (auto || hasSource(options?.dataLayer))) {
      follows = true;
      void hear({ store: "pending" }, "source");
      void surroundings.followConsent((change) => void hear(change, "source"), life.signal);
    }
    return !follows && desk.asks();
  };
  const settle = (): void => {
    desk.recall();
    settings.consent = desk.consent();
    // Once, as the same listener.
    addEventListener("storage", followStorage, { signal: life.signal });
    seek();
  };
  const recall = (): void => {
    desk.recall();
    void follow(false);
  };
  const followStorage = problems.guard(({ key }: StorageEvent) => {
    if (key === OPT_OUT) recall();
  });

  const track = (name: string, params: unknown): void =>
    void record(name, params, Date.now(), (events) => page.admit("markup", events));
  const residents = { engine, recorder, settings, problems, track, scanned, settle, recall };
  if (typeof document === "undefined") engine.stop("failed", "no document");
  else capture = followPage(residents, life.signal);

  const inkling: Inkling = {
    ...reads,
    ready: engine.settled().then(status),
    track: (name, params) => record(name, params, Date.now()),
    async status() {
      if (engine.link !== undefined) await engine.ask<"status">({ type: "status" });
      return status();
    },
    on: emitter.on,
    setContext: problems.guard((change) => {
      context = changeContext(change, context);
      emitStatus();
    }),
    consent: hear,
    erase: () => erase(false),
    startAfresh: () => erase(true),
    pause: () => pause(true),
    resume: () => pause(false),
    destroy() {
      life.abort();
      recorder.release(unstored("destroyed"), false);
      engine.stop("off", "destroyed");
      emitter.clear();
    },
  };
  const page: Page = { inkling, engine, problems, signal: life.signal, record, admit: admitEarly, early, seek };
  return page;
}
