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
      const before = said;
      said = changeConsent(change, said, refuse);
      // What was understood of it. A switch that the shop has named is the shop's.
      const heard = Object.entries(change ?? {}).filter(([name, value]) => said[name as keyof Consent] === value);
      if (by === "source")
        said = {
          ...said,
          ...Object.fromEntries(Object.keys(named).map((name) => [name, before[name as keyof Consent]])),
        };
      else named = { ...named, ...Object.fromEntries(heard) };
      if (by !== "shopper") return;
      off = Object.fromEntries(
        Object.entries({ ...readOptOut(), ...Object.fromEntries(heard) }).filter(([, value]) => value === false),
      );
      writeOptOut(off);
    },
  };
}
