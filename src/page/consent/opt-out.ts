/** The one thing that is remembered outside the store, because a shopper who keeps nothing has none: the switches that they have turned off themselves. */
export const OPT_OUT = "inkling:opt-out";

/** The switches that are off, each false by its name. Where the browser forbids local storage nothing lasts anyway, and none is. */
export function readOptOut(): Readonly<Record<string, unknown>> {
  try {
    const words = localStorage.getItem(OPT_OUT)?.split(" ") ?? [];
    return Object.fromEntries(words.map((name) => [name, false]));
  } catch {
    return {};
  }
}

export function writeOptOut(off: Readonly<Record<string, unknown>>): void {
  try {
    localStorage.removeItem(OPT_OUT);
    const words = Object.keys(off).join(" ");
    if (words !== "") localStorage.setItem(OPT_OUT, words);
  } catch {
    // Full, or forbidden: then it holds as long as the page.
  }
}
