import type { PageKind } from "inkling";
import { ask, setContext } from "./inkling.ts";

interface Tracked {
  readonly name: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Tells Inkling what kind of page this is, and what the server noted in GA4's words: a product viewed, an order placed. */
export function trackPage(): void {
  const { page, currency } = document.body.dataset;
  setContext({
    locale: document.documentElement.lang,
    page: page as PageKind, // the server writes one of these
    ...(currency === undefined || currency === "" ? {} : { currency }),
  });
  const noted = document.querySelector<HTMLScriptElement>('script[data-for="track"]');
  if (noted === null) return;
  // Written by the server of this page, in pages/frame.ts.
  for (const { name, params } of JSON.parse(noted.text) as readonly Tracked[]) void ask("track", name, params);
}
