import type { Consent } from "../../core/bridge/protocol.ts";

const DEFAULT_CONSENT: Consent = { store: true, personalise: true, contribute: false };
/** What a page gets that says something nobody understands from the start. */
const UNCLEAR_CONSENT: Consent = { store: "pending", personalise: false, contribute: false };

const isSwitch = (value: unknown): value is boolean => typeof value === "boolean";
const isStore = (value: unknown): value is Consent["store"] => isSwitch(value) || value === "pending";

/**
 * The switches with the named ones changed. A value that is no switch changes nothing, and `refuse` is told.
 *
 * @param from Undefined while the page is being set up.
 */
export function changeConsent(change: unknown, from: Consent | undefined, refuse: (problem: string) => void): Consent {
  // Read by name only, each value checked.
  const named = (change ?? {}) as Readonly<Record<string, unknown>>;
  const read = <K extends keyof Consent>(name: K, fits: (value: unknown) => value is Consent[K]): Consent[K] => {
    const value = typeof named === "object" ? named[name] : null;
    if (fits(value)) return value;
    if (value !== undefined) refuse(`consent: ${name} must be true or false${name === "store" ? ' or "pending"' : ""}`);
    return (from ?? (value === undefined ? DEFAULT_CONSENT : UNCLEAR_CONSENT))[name];
  };
  return {
    store: read("store", isStore),
    personalise: read("personalise", isSwitch),
    contribute: read("contribute", isSwitch),
  };
}

/**
 * `data-consent`: "granted" (everything but contributing), "denied", "pending", or the switches that are on, as words:
 * "store personalise". "auto", and no attribute: as InklingOptions says. With words nobody knows everything is off.
 */
export function readConsentAttribute(text: string | undefined): Partial<Consent> | "auto" | undefined {
  if (text === undefined || text === "auto") return text;
  const has = (word: string): boolean => text.split(/[\s,]+/).includes(word);
  const pending = has("pending");
  const granted = has("granted");
  return {
    store: pending ? "pending" : granted || has("store"),
    personalise: pending || granted || has("personalise"),
    contribute: has("contribute"),
  };
}
