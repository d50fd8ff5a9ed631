import type { Interest, InterestVector, Profile } from "inkling";
import { roughly } from "../../shop/money.ts";
import { bar, h } from "../dom.ts";
import { addressOf, shown, thumb } from "./items.ts";
import { percent } from "./words.ts";

const SHOWN = 6;

/** "Running > Running Shoes": the last part is the name, the way to it stands before it in small. */
function named(path: string): HTMLElement {
  const way = path.split(" > ");
  const name = way.pop() ?? path;
  const before = way.length > 0 && h("span", { class: "quiet-text" }, `${way.join(", ")}: `);
  return h("span", {}, before, name);
}

function row({ name, share, from }: Interest): HTMLElement {
  const evidence = from.map((id) => h("a", { href: addressOf(id), "aria-label": shown(id).title }, thumb(shown(id))));
  return h(
    "li",
    { class: "interest" },
    h("div", { class: "interest-line" }, named(name), h("span", { class: "figure" }, percent(share))),
    bar(share),
    evidence.length > 0 && h("div", { class: "from" }, h("span", { class: "quiet-text" }, "from"), ...evidence),
  );
}

function rows(title: string, interests: readonly Interest[]): readonly HTMLElement[] {
  if (interests.length === 0) return [];
  return [h("h4", {}, title), h("ul", {}, ...interests.slice(0, SHOWN).map(row))];
}

function priceLine({ price }: InterestVector, highest: number): HTMLElement | false {
  if (price === undefined) return false;
  const { currency } = price;
  const [low, typical, high] = [price.low, price.typical, price.high].map((amount) => roughly({ amount, currency }));
  const words = low === high ? `Around ${typical}` : `Mostly ${low} to ${high}`;
  const range = h("span", { class: "range", "aria-hidden": "true" });
  range.style.setProperty("--low", String(price.low / highest));
  range.style.setProperty("--high", String(price.high / highest));
  range.style.setProperty("--typical", String(price.typical / highest));
  return h(
    "div",
    { class: "price-range" },
    h("h4", {}, "Price"),
    h("div", { class: "interest-line" }, h("span", {}, words), h("span", { class: "figure" }, typical)),
    range,
  );
}

const NOTHING = "Nothing yet. Look at a few products and come back.";
const NAMELESS = "You have looked around, but this shop's products name no departments or brands.";

function card(title: string, words: string, vector: InterestVector, highest: number): HTMLElement {
  const filled = vector.categories.length > 0 || vector.brands.length > 0;
  return h(
    "article",
    { class: "panel interests" },
    h("h3", {}, title),
    h("p", { class: "quiet-text" }, filled ? words : vector.events > 0 ? NAMELESS : NOTHING),
    ...rows("Departments", vector.categories),
    ...rows("Brands", vector.brands),
    priceLine(vector, highest),
  );
}

/** Session and long-term interests side by side, on one price scale. */
export function interests({ session, longTerm }: Profile): HTMLElement {
  const highest = Math.max(session.price?.high ?? 0, longTerm.price?.high ?? 0, 1) * 1.15;
  const count = (events: number): string => (events === 1 ? "one note" : `${events} notes`);
  return h(
    "div",
    { class: "pair" },
    card("This visit", `What you seem to want now, from ${count(session.events)}.`, session, highest),
    card("Over time", `What you have come for before, from ${count(longTerm.events)}.`, longTerm, highest),
  );
}
