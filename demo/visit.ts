import type { IncomingMessage } from "node:http";
import { BASKET_COOKIE, type BasketLine, readBasket, readCookie } from "./basket/basket.ts";

/** One request, read: where to, and what its cookies say. */
export interface Visit {
  readonly request: IncomingMessage;
  readonly url: URL;
  /** Decoded. */
  readonly path: string;
  readonly cookies: string;
  readonly basket: readonly BasketLine[];
  /** For Inkling's `data-consent`; undefined as long as the shopper has not touched the switches. */
  readonly consent: string | undefined;
}

/** The switches of "Your device", as its page keeps them: `store.personalise`, or `denied` for none. */
const CONSENT = /^(?:denied|(?:store|personalise|contribute)(?:\.(?:personalise|contribute)){0,2})$/;

/** `url` must have a path that can be decoded. */
export function readVisit(request: IncomingMessage, url: URL): Visit {
  const cookies = request.headers.cookie ?? "";
  const [consent] = CONSENT.exec(readCookie(cookies, "consent")) ?? [];
  return {
    request,
    url,
    path: decodeURIComponent(url.pathname),
    cookies,
    basket: readBasket(readCookie(cookies, BASKET_COOKIE)),
    consent: consent?.replaceAll(".", " "),
  };
}

/** Browsers name the page that sent a form; one of another site must not change a basket. */
export function isSameOrigin({ headers }: IncomingMessage): boolean {
  const { origin, host } = headers;
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host);
}
