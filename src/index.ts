import type { Inkling, InklingOptions } from "./page/api.ts";
import { readHere } from "./page/capture/here.ts";
import { followConsent } from "./page/consent/follow.ts";
import { lookForSource } from "./page/consent/look.ts";
import { keepContributing } from "./page/contributing.ts";
import { ladderOf } from "./page/engine/ladder.ts";
import { runEngine } from "./page/engine/run.ts";
import { trusted } from "./page/engine/trusted.ts";
import { launchModule } from "./page/launch.ts";
import { keepLearning } from "./page/learning.ts";
import { createPage } from "./page/page.ts";
import { createProblems } from "./page/problems.ts";

export type {
  Basis,
  BasisReason,
  Consent,
  ContributionStatus,
  Display,
  EngineStatus,
  Evidence,
  Explanation,
  ExportFile,
  Forecast,
  ForecastHorizon,
  Interest,
  InterestVector,
  LearningStatus,
  Likely,
  PartName,
  Profile,
  RankedItem,
  RankReply,
  RankRequest,
  Reason,
  ReasonCode,
  SentReport,
  ShelfKind,
  Steering,
  SteeringChange,
  Wish,
} from "./core/bridge/protocol.ts";
export type { Placement, ShopEvent } from "./core/event/event.ts";
export type { EventKind } from "./core/event/kinds.ts";
export type {
  Done,
  EraseReply,
  ExportReply,
  FailedStep,
  FederationOptions,
  ImportReply,
  Inkling,
  InklingEvents,
  InklingOptions,
  State,
  Status,
  SteerReply,
  StepName,
  TrackReply,
} from "./page/api.ts";
export type { SourceName } from "./page/capture/report.ts";
export type { InklingGlobal } from "./page/command.ts";
export type { PageContext, PageKind } from "./page/context.ts";

/**
 * Starts Inkling on this page, once. Recording begins at once; the engine's worker and the catalogue are fetched after
 * the window has loaded and is idle. Resolves always: whatever is missing, `status()` says so and the shop keeps its
 * own order.
 *
 * @example
 * import { createInkling } from "inkling";
 *
 * const inkling = await createInkling({ catalog: "/inkling/catalog.json" });
 * await inkling.track("view_item", { item_id: "A1" });
 * const { items, reason } = await inkling.rank({ slot: "home", n: 8 });
 */
export async function createInkling(options: InklingOptions): Promise<Inkling> {
  const launch = (): Worker | Promise<Worker> => {
    const { workerUrl: named, workerFactory } = options ?? {};
    if (workerFactory !== undefined) return workerFactory();
    if (named !== undefined) return new Worker(trusted(addressOf(named)), { type: "module" });
    return new Worker(new URL("../workers/engine.worker.ts", import.meta.url), { type: "module" });
  };
  const beside = (named: string | URL, file: string): Worker => launchModule(new URL(file, addressOf(named)));
  const launchLearner = (): Worker => {
    const named = options?.workerUrl;
    if (named !== undefined) return beside(named, "learner.worker.js");
    return new Worker(new URL("../workers/learner.worker.ts", import.meta.url), { type: "module" });
  };
  const launchReporter = (): Worker => {
    const named = options?.workerUrl;
    if (named !== undefined) return beside(named, "reporter.worker.js");
    return new Worker(new URL("../workers/reporter.worker.ts", import.meta.url), { type: "module" });
  };
  const problems = createProblems();
  const page = createPage(options, {
    problems,
    parts: partsOf(options?.workerUrl),
    run: async (seat) => {
      const named = options?.workerUrl ?? new URL("../workers/engine.worker.ts", import.meta.url);
      const url = addressOf(named);
      const source = { url, type: "module", integrity: "" } as const;
      runEngine(
        seat,
        ladderOf(launch, source, () => import(/* @vite-ignore */ /* webpackIgnore: true */ url)),
      );
      problems.guard(() => {
        lookForSource(page);
        readHere(page, options?.sources, options?.dataLayer);
      })();
    },
    followConsent: (hear, signal) => followConsent(hear, problems, signal, options?.dataLayer),
  });
  if (typeof document === "undefined") return page.inkling;
  if (options?.learn !== false) keepLearning(page, launchLearner);
  if (options?.federation !== undefined) keepContributing(page, options.federation, launchReporter);
  return page.inkling;
}

const addressOf = (named: string | URL): string => new URL(named, document.baseURI).href;

/** Where learned.js lies: beside the engine that the shop names, or beside this module. Empty where nobody can tell, as in a classic script. */
function partsOf(named: string | URL | undefined): string {
  try {
    if (named === undefined) return new URL("../workers/learned.ts", import.meta.url).href;
    return new URL("learned.js", addressOf(named)).href;
  } catch {
    return "";
  }
}
