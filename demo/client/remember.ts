import type { Consent } from "inkling";

const SWITCHES: readonly (keyof Consent)[] = ["store", "personalise", "contribute"];

/** Remembers the switches for the next page: the shop writes them on Inkling's script tag. */
export function remember(consent: Consent): void {
  const on = SWITCHES.filter((name) => consent[name] === true);
  // biome-ignore lint/suspicious/noDocumentCookie: the server reads this cookie; the Cookie Store API is not everywhere.
  document.cookie = `consent=${on.join(".") || "denied"}; Path=/; Max-Age=31536000; SameSite=Lax`;
}
