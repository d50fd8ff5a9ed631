import type { Consent } from "../../core/bridge/protocol.ts";
import { DEFAULT_CONSENT, readSwitches } from "./consent.ts";
import { type OptOut, readOptOut, writeOptOut } from "./opt-out.ts";
import { forbidsSharing } from "./privacy-control.ts";

/** Who says it: the shop's own code, a banner or platform that Inkling listens to, or the shopper in person. */
export type Speaker = "shop" | "source" | "shopper";

export interface ConsentDesk {
  /** What holds now. */
  consent(): Consent;
  /** Whether a source has a say: unless the shop has said both whether to store and whether to personalise. */
  asks(): boolean;
  /** Takes up what the shopper has turned off on any page of the shop. */
  recall(): void;
  change(change: unknown, by: Speaker): void;
}

/**
 * Which of all that is said of the switches holds: what the shopper has turned off is off, and under Global Privacy Control, or where a source says no to it, nothing
 * is contributed; then the shop's code, switch by switch, over every source.
 */
export function createConsentDesk(given: unknown, refuse: (problem: unknown) => void): ConsentDesk {
  let heard = DEFAULT_CONSENT;
  // A source never switches contributing on: where it says no, nobody else does.
  let mayContribute = true;
  // A switch that the shop has named, with a value it takes, is the shop's.
  let named = readSwitches(given, (problem, name) => {
    refuse(problem);
    // What nobody understands from the start grants nothing.
    heard = { ...heard, [name]: name === "store" && "pending" };
  });
  let off: OptOut = {};
  return {
    consent() {
      const { store, personalise, contribute } = { ...heard, ...named, ...off };
      return { store, personalise, contribute: contribute && mayContribute && !forbidsSharing() };
    },
    asks: () => !("store" in named && "personalise" in named),
    recall() {
      off = readOptOut();
    },
    change(change, by) {
      const accepted = readSwitches(change, refuse);
      if (by === "source") {
        heard = { ...heard, ...accepted };
        mayContribute = accepted.contribute !== false;
      } else named = { ...named, ...accepted };
      if (by !== "shopper") return;
      off = Object.fromEntries(Object.entries({ ...readOptOut(), ...accepted }).filter(([, value]) => value === false));
      try {
        writeOptOut(off);
      } catch (error) {
        // Then it holds as long as the page.
        refuse(error);
      }
    },
  };
}
