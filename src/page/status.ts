import type { EngineStatus } from "../core/bridge/protocol.ts";
import { VERSION } from "../core/version.ts";
import type { State, Status } from "./api.ts";
import type { PageContext } from "./context.ts";
import type { Engine } from "./engine/engine.ts";
import type { Settings } from "./engine/seat.ts";
import type { Problems } from "./problems.ts";

/** What keeps a running engine from ranking for this shopper; empty when nothing does. */
function shortfall({ storage, catalogue, consent }: EngineStatus): string {
  const forgets = storage.state === "unavailable" || (storage.state === "memory" && consent.store === true);
  if (forgets) return storage.message ?? "no storage: all is forgotten with the page";
  const unranked = catalogue.state === "failed" || catalogue.state === "none";
  return unranked ? (catalogue.message ?? "no catalogue") : "";
}

/** @param note What the page already knows to be missing, such as a catalogue's address. */
export function describeStatus(
  engine: Engine,
  settings: Settings,
  context: PageContext,
  problems: Problems,
  note: string,
): Status {
  const { phase, known, restarts } = engine;
  const message = engine.message || (phase === "ready" && (note || (known && shortfall(known)))) || "";
  const failed = phase === "failed";
  const state: State = failed || (phase === "ready" && message !== "") ? "degraded" : phase;
  return {
    version: VERSION,
    state,
    message,
    worker: {
      state: failed ? "failed" : engine.link === undefined ? "none" : "running",
      restarts,
      ...(engine.message && { message: engine.message }),
    },
    consent: settings.consent,
    context,
    ...(known && !failed && { engine: known }),
    problems: { count: problems.count, last: problems.last },
  };
}
