import type { Consent } from "../../core/bridge/protocol.ts";

export const DEFAULT_CONSENT: Consent = { store: true, personalise: true, contribute: false };

/** The switches that are named with a value they take. `refuse` is told of the others. */
export function readSwitches(
  change: unknown,
  refuse: (problem: string, name: keyof Consent) => void,
): Partial<Consent> {
  // Read by name only, each value checked.
  const named = (change ?? {}) as Readonly<Record<string, unknown>>;
  const read = (name: keyof Consent): Partial<Consent> => {
    const value = typeof named === "object" ? named[name] : null;
    if (typeof value === "boolean" || (value === "pending" && name === "store")) return { [name]: value };
    if (value !== undefined)
      refuse(`consent: ${name} must be true or false${name === "store" ? ' or "pending"' : ""}`, name);
    return {};
  };
  return { ...read("store"), ...read("personalise"), ...read("contribute") };
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
