import type { Consent } from "../../core/bridge/protocol.ts";
import { changeConsent } from "./consent.ts";
import { readOptOut, writeOptOut } from "./opt-out.ts";

/** Who says it: the shop's own code, a banner or platform that Inkling listens to, or the shopper in person. */
export type Speaker = "shop" | "source" | "shopper";

/** In some browsers alone, and so not in the DOM library's types. */
const forbidsSharing = (): boolean =>
  (globalThis.navigator as { readonly globalPrivacyControl?: unknown } | undefined)?.globalPrivacyControl === true;

export interface ConsentDesk {
  /** What holds now. */
  consent(): Consent;
  /** Takes up what the shopper has turned off on any page of the shop. */
  recall(): void;
  change(change: unknown, by: Speaker): void;
}

/**
 * Which of all that is said of the switches holds: what the shopper has turned off is off, and under Global Privacy Control nothing is contributed; then the shop's
 * code, switch by switch, over every source.
 */
export function createConsentDesk(given: unknown, refuse: (problem: string) => void): ConsentDesk {
  let said = changeConsent(given, undefined, refuse);
  let named: Readonly<Record<string, unknown>> = {};
  let off: Readonly<Record<string, unknown>> = {};
  return {
    consent: () => ({
      store: !("store" in off) && said.store,
      personalise: !("personalise" in off) && said.personalise,
      contribute: !("contribute" in off) && said.contribute && !forbidsSharing(),
    }),
    recall() {
      off = readOptOut();
    },
    change(change, by) {
      // A switch that the shop has named is the shop's.
      const before = said;
      said = changeConsent(change, said, refuse);
      if (by === "source")
        for (const name of Object.keys(named) as (keyof Consent)[]) said = { ...said, [name]: before[name] };
      else named = { ...named, ...(change as object) };
      if (by !== "shopper") return;
      off = Object.fromEntries(
        Object.entries({ ...readOptOut(), ...(change as object) }).filter(([, value]) => value === false),
      );
      writeOptOut(off);
    },
  };
}
