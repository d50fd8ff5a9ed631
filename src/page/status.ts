import { VERSION } from "../core/version.ts";
import type { State, Status } from "./api.ts";
import type { PageContext } from "./context.ts";
import type { Engine } from "./engine/engine.ts";
import type { Settings, Shortfall } from "./engine/seat.ts";
import type { Problems } from "./problems.ts";

const NOTHING: Shortfall = { reason: "ok", message: "" };

/** @param note What the page already knows to be missing, such as a catalogue's address. */
export function describeStatus(
  engine: Engine,
  settings: Settings,
  context: PageContext,
  problems: Problems,
  note: string,
): Status {
  const { phase, known, restarts } = engine;
  const failed = phase === "failed";
  const ready = phase === "ready";
  const noted: Shortfall | "" = note && { reason: "no-catalogue", message: note };
  const missing = (ready && (noted || (known && engine.shortfall?.(known)))) || NOTHING;
  const message = engine.message || missing.message;
  const state: State = failed || (ready && message !== "") ? "degraded" : phase;
  return {
    version: VERSION,
    state,
    reason: failed ? "no-worker" : missing.reason,
    message,
    worker: {
      state: failed ? "failed" : engine.link === undefined ? "none" : "running",
      restarts,
      ...(engine.step && !failed && { step: engine.step }),
      tried: engine.tried,
      ...(engine.message && { message: engine.message }),
    },
    consent: settings.consent,
    context,
    ...(known && !failed && { engine: known }),
    problems: { count: problems.count, last: problems.last },
  };
}
