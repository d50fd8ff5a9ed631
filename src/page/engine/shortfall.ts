import type { CatalogueState, EngineStatus } from "../../core/bridge/protocol.ts";
import type { Shortfall } from "./seat.ts";

const CATALOGUE: Readonly<Partial<Record<CatalogueState, Shortfall["reason"]>>> = {
  none: "no-catalogue",
  failed: "catalog-failed",
  blocked: "catalog-blocked",
};

/** What keeps a running engine from ranking for this shopper; undefined when nothing does. */
export function shortfall({ storage, catalogue, consent }: EngineStatus): Shortfall | undefined {
  const forgets = storage.state === "unavailable" || (storage.state === "memory" && consent.store === true);
  if (forgets)
    return {
      reason: isSecureContext ? "no-storage" : "insecure-context",
      message: storage.message ?? "no storage: all is forgotten with the page",
    };
  const reason = CATALOGUE[catalogue.state];
  return reason ? { reason, message: catalogue.message ?? "no catalogue" } : undefined;
}
