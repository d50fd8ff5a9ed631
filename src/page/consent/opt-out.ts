import type { Consent } from "../../core/bridge/protocol.ts";

/** The one thing that is remembered outside the store, because a shopper who keeps nothing has none: the switches that they have turned off themselves. */
export const OPT_OUT = "inkling:opt-out";

/** The switches that are off, each false by its name. What stands there may name others, too. */
export type OptOut = Readonly<Partial<Record<keyof Consent, false>>>;

/** Where the browser forbids local storage nothing lasts anyway, and none is. */
export function readOptOut(): OptOut {
  try {
    const words = localStorage.getItem(OPT_OUT)?.split(" ") ?? [];
    return Object.fromEntries(words.map((name) => [name, false]));
  } catch {
    return {};
  }
}

/** Throws where local storage is full or forbidden; what stood there stays. */
export function writeOptOut(off: OptOut): void {
  const words = Object.keys(off).join(" ");
  if (words) localStorage.setItem(OPT_OUT, words);
  else localStorage.removeItem(OPT_OUT);
}
