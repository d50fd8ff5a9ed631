import type { RankedItem, RankReply } from "inkling";
import { placeholderAddress } from "../pictures/address.ts";
import { ask } from "./inkling.ts";

/** The shop's own touch to Inkling's shelves, and the two things a shelf leaves to the page: headings and reasons. */

type Shelf = HTMLElement & { onRender?: (item: RankedItem, card: HTMLElement) => void };

/** This shop has a basket where Inkling says cart. */
export const inOwnWords = (reason: string): string => reason.replace(/\bin your cart$/, "in your basket");

/** A feed may link to another site and name no picture: here every card leads to this shop's page and has one. */
function ownTouch({ id, display, reason }: RankedItem, card: HTMLElement): void {
  const words = card.querySelector("[data-field=reason]");
  if (words !== null) words.textContent = inOwnWords(reason.text);
  const link = card.querySelector<HTMLAnchorElement>("a[data-field=url]");
  if (link !== null && !display?.url.startsWith("/p/")) link.href = `/p/${encodeURIComponent(id)}`;
  const image = card.querySelector<HTMLImageElement>("img[data-field=image]");
  if (image !== null && !image.hasAttribute("src")) image.src = placeholderAddress(display?.title ?? "");
}

const HEADINGS: Readonly<Record<string, string>> = { personal: "For you", popular: "Popular right now" };

/** The heading says what the list is, as Inkling reports it. */
function rename(event: Event): void {
  const shelf = event.target;
  if (!(shelf instanceof HTMLElement) || shelf.getAttribute("kind") !== "for-you" || !(event instanceof CustomEvent))
    return;
  const reply = event.detail as RankReply; // what an inkling-render event carries
  const heading = shelf.closest("section")?.querySelector("[data-heading]");
  const words = HEADINGS[reply.basis];
  if (heading !== null && heading !== undefined && words !== undefined) heading.textContent = words;
}

export function dressShelves(): void {
  for (const shelf of document.querySelectorAll<Shelf>("inkling-shelf")) shelf.onRender = ownTouch;
  document.addEventListener("inkling-render", rename);
}

/** Under each product of a grid that Inkling has ordered, the reason for its place. */
export async function giveReasons(): Promise<void> {
  const cards = [...document.querySelectorAll<HTMLElement>("inkling-sort [data-inkling-item]")];
  if (cards.length === 0) return;
  const ids = cards.map(({ dataset }) => dataset.inklingItem ?? "");
  const { items, basis } = await ask("rank", { ids, slot: "category" });
  if (basis === "shop-order") return;
  const reasons = new Map(items.map(({ id, reason }) => [id, reason.text]));
  for (const card of cards) {
    const words = reasons.get(card.dataset.inklingItem ?? "");
    const place = card.querySelector("[data-field=reason]");
    if (words !== undefined && words !== "" && place !== null) place.textContent = inOwnWords(words);
  }
}
