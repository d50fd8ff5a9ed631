import type { RankedItem, RankReply } from "inkling";
import { placeholderAddress } from "../pictures/address.ts";
import { money } from "../shop/money.ts";
import { ask } from "./inkling.ts";
import { inOwnWords } from "./shelves.ts";

/** One product in the page's own card. */
function cardOf(template: HTMLTemplateElement, { id, display, reason }: RankedItem): Node[] {
  const card = template.content.firstElementChild?.cloneNode(true);
  if (!(card instanceof HTMLElement) || display === undefined) return [];
  const field = (name: string): HTMLElement | null => card.querySelector(`[data-field=${name}]`);
  const put = (name: string, text: string): void => field(name)?.replaceChildren(text);
  card.dataset.inklingItem = id;
  put("title", display.title);
  put("price", display.price === undefined ? "" : money(display.price));
  put("reason", inOwnWords(reason.text));
  field("url")?.setAttribute("href", `/p/${encodeURIComponent(id)}`);
  field("image")?.setAttribute("src", display.image || placeholderAddress(display.title));
  return [card];
}

/** The row stays as it is while somebody is at it, or when as many cards cannot be had: nothing may move. */
function swap(row: HTMLElement, reply: RankReply, template: HTMLTemplateElement): boolean {
  const cards = reply.items.flatMap((item) => cardOf(template, item));
  const busy = row.matches(":hover") || row.contains(document.activeElement);
  if (busy || cards.length < row.children.length) return false;
  row.replaceChildren(...cards);
  row.dataset.inklingRequest = reply.request;
  row.dataset.inklingPolicy = reply.policy;
  return true;
}

/** Fills a category's "for you" row, the way a shop with its own markup would: with rank(), once. */
export async function pick(): Promise<void> {
  const row = document.querySelector<HTMLElement>("[data-picked]");
  const template = document.querySelector<HTMLTemplateElement>("template#card");
  if (row === null || template === null) return;
  const reply = await ask("rank", {
    category: row.dataset.picked ?? "",
    n: row.children.length,
    slot: "picked",
    display: true,
  });
  if (reply.basis !== "personal" || !swap(row, reply, template)) return;
  const heading = row.closest("section")?.querySelector("[data-heading]");
  heading?.replaceChildren(`For you in ${heading.getAttribute("data-heading")}`);
}
