import type { RankedItem, RankReply, RankRequest, ShelfKind } from "../../core/bridge/protocol.ts";
import type { Inkling } from "../api.ts";
import { nameShelf, shelfName } from "../capture/shelf.ts";
import type { PageContext } from "../context.ts";
import { type Reader, renderCard } from "./card.ts";
import { findCards } from "./cards.ts";
import { hideWhenBare, swapCards } from "./swap.ts";
import { whenParsed, whenTemplate } from "./template.ts";
import { placeOf, whenOutside } from "./viewport.ts";

/** A list that comes later than this leaves alone a shelf that the shopper may be looking at. */
const SWAP_WITHIN_MS = 300;
/** Lists are asked for at most this often while what they follow changes. */
const REFRESH_EVERY_MS = 500;
const DEFAULT_COUNT = 12;

/** What the page may set on the element. */
export interface ShelfHost extends HTMLElement {
  /** The shop's own touch to each card, before it is shown. */
  onRender?: ((item: RankedItem, element: HTMLElement) => void) | undefined;
}

function requestOf(shelf: HTMLElement): RankRequest {
  const category = shelf.getAttribute("category");
  const about = shelf
    .getAttribute("about")
    ?.split(",")
    .map((id) => id.trim());
  return {
    // Another kind is refused by rank(), and the fallback stays.
    kind: (shelf.getAttribute("kind") ?? "for-you") as ShelfKind,
    slot: shelfName(shelf),
    n: Number(shelf.getAttribute("n")) || findCards(shelf).present.length || DEFAULT_COUNT,
    display: true,
    ...(about && { about: about.filter((id) => id !== "") }),
    ...(category && { category }),
  };
}

function renderCards(shelf: ShelfHost, items: readonly RankedItem[], template: HTMLElement, reader: Reader) {
  return items.flatMap((item) => {
    const card = renderCard(template, item, reader);
    if (card === undefined) return [];
    try {
      shelf.onRender?.(item, card);
    } catch (error) {
      console.error("inkling-shelf: onRender failed", error);
    }
    return card;
  });
}

/** All that the shopper sees of a list. */
const printOf = ({ items }: RankReply): string =>
  JSON.stringify(items.map(({ id, reason, display }) => [id, reason, display]));

/** Fills one connected `<inkling-shelf>` and keeps it up to date until the signal aborts. */
export function runShelf(shelf: ShelfHost, inkling: Inkling, context: () => PageContext, signal: AbortSignal): void {
  let upgradedAt = 0;
  let swapped = false;
  let stale = false;
  let asked = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let list: { readonly reply: RankReply; readonly template: HTMLElement } | undefined;
  let shown = "";
  let looking: Promise<HTMLElement> | undefined;

  const show = (): void => {
    if (list === undefined) return;
    const { reply, template } = list;
    const { currency, locale = shelf.closest<HTMLElement>("[lang]")?.lang } = context();
    const render = (limit: number) => renderCards(shelf, reply.items.slice(0, limit), template, { locale, currency });
    const early = !swapped && performance.now() - upgradedAt <= SWAP_WITHIN_MS;
    if (!swapCards(shelf, render, early)) return;
    swapped = true;
    list = undefined;
    shown = printOf(reply);
    nameShelf(shelf, reply);
    shelf.dispatchEvent(new CustomEvent("inkling-render", { bubbles: true, detail: reply }));
  };

  const ask = async (): Promise<void> => {
    const mine = ++asked;
    stale = false;
    await whenParsed();
    // However many changes come while it is missing, one look-out is enough. Afterwards it may be another one.
    looking ??= whenTemplate(shelf, signal);
    const template = await looking;
    looking = undefined;
    if (mine !== asked) return;
    const reply = await inkling.rank(requestOf(shelf));
    if (mine !== asked || signal.aborted) return;
    // The same cards again would only lose what the page or the shopper has done with them.
    const same = printOf(reply) === shown;
    // What the shop wrote into the page is its own order, and better chosen than the feed's.
    const own = reply.basis === "shop-order" && shown === "" && findCards(shelf).present.length > 0;
    list = same || own ? undefined : { reply, template };
    if (reply.items.length === 0) hideWhenBare(shelf);
    show();
  };

  const askNow = (): Promise<void> => ask().catch((error) => console.error("inkling-shelf:", error));
  const askSoon = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void askNow();
    }, REFRESH_EVERY_MS);
  };

  const calm = (): void => shelf.removeAttribute("aria-busy");
  const begin = (): void => {
    upgradedAt = performance.now();
    swapped = false;
    shelf.setAttribute("aria-busy", "true");
    setTimeout(calm, SWAP_WITHIN_MS);
    void askNow().then(calm);
  };

  const forget = inkling.on("change", () => {
    stale = true;
    if (placeOf(shelf) !== "inside") askSoon();
  });
  whenOutside(shelf, signal, () => {
    show();
    if (stale) askSoon();
  });
  addEventListener("pageshow", ({ persisted }) => persisted && begin(), { signal });
  signal.addEventListener("abort", () => {
    forget();
    clearTimeout(timer);
    calm();
  });
  begin();
}
