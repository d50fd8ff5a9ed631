import type { Inkling, InklingOptions } from "./page/api.ts";
import { createPage } from "./page/page.ts";

export type {
  Basis,
  BasisReason,
  Consent,
  Display,
  EngineStatus,
  Evidence,
  Explanation,
  ExportFile,
  Forecast,
  ForecastHorizon,
  Interest,
  InterestVector,
  Likely,
  PartName,
  Profile,
  RankedItem,
  RankReply,
  RankRequest,
  Reason,
  ReasonCode,
  ShelfKind,
} from "./core/bridge/protocol.ts";
export type { Placement, ShopEvent } from "./core/event/event.ts";
export type { EventKind } from "./core/event/kinds.ts";
export type {
  Done,
  EraseReply,
  ExportReply,
  Inkling,
  InklingEvents,
  InklingOptions,
  State,
  Status,
  TrackReply,
} from "./page/api.ts";
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
  const launch = (): Worker => {
    const named = options?.workerUrl;
    if (named !== undefined) return new Worker(named, { type: "module" });
    return new Worker(new URL("../workers/engine.worker.ts", import.meta.url), { type: "module" });
  };
  return createPage(options, launch, new URL("../workers/learned.ts", import.meta.url).href).inkling;
}
