import type { Display, RankedItem } from "../../core/bridge/protocol.ts";
import { formatPrice } from "./price.ts";
import { safeUrl } from "./safe-url.ts";

/** For whom prices are written. A page in another currency than the catalogue's shows none of its prices. */
export interface Reader {
  readonly locale: string | undefined;
  readonly currency: string | undefined;
}

/** What a card's bound elements are filled with. */
interface Filling extends Reader {
  readonly display: Display;
  readonly reason: string;
}

type Bind = (element: HTMLElement, filling: Filling) => void;

const FIELDS: Readonly<Record<string, Bind>> = {
  title(element, { display }) {
    element.textContent = display.title;
  },
  reason(element, { reason }) {
    element.textContent = reason;
  },
  price(element, { display: { price }, locale, currency }) {
    const shown = price !== undefined && (currency ?? price.currency) === price.currency;
    element.hidden = !shown;
    if (shown) element.textContent = formatPrice(price, locale);
  },
  image(element, { display }) {
    const address = safeUrl(display.image);
    if (!(element instanceof HTMLImageElement) || address === undefined) return;
    element.src = address;
    // An alt that the shop wrote stands: beside a visible title it is rightly empty.
    if (!element.hasAttribute("alt")) element.alt = display.title;
  },
  url(element, { display }) {
    const address = safeUrl(display.url);
    if (element instanceof HTMLAnchorElement && address !== undefined) element.href = address;
  },
};

/** One product in the shop's own markup: a copy of the template's element with its `data-field` elements filled. */
export function renderCard(template: HTMLElement, item: RankedItem, reader: Reader): HTMLElement | undefined {
  const { id, display, reason } = item;
  if (display === undefined) return undefined;
  const card = document.importNode(template, true);
  for (const element of [card, ...card.querySelectorAll<HTMLElement>("[data-field]")]) {
    const field = element.dataset.field ?? "";
    if (Object.hasOwn(FIELDS, field)) FIELDS[field]?.(element, { display, reason: reason.text, ...reader });
  }
  card.dataset.inklingItem = id;
  return card;
}
