import type { BasisReason, Interest, InterestVector, PartName, RankedItem } from "../../../core/bridge/protocol.ts";
import { formatPrice } from "../price.ts";
import { button, h } from "./dom.ts";
import type { Known } from "./known.ts";
import { bar, percent, steer, type View, when, wishButtons } from "./view.ts";
import type { WordKey } from "./words.ts";

/** Interests of a kind, and actions of a product, that are shown. */
const SHOWN = 6;

export function kept(view: View, { status }: Known): Node[] {
  const { say, locale } = view;
  const { storage, paused } = status.engine!;
  const count = new Intl.NumberFormat(locale).format(storage.events);
  const turn = (): Promise<undefined> => (paused ? view.inkling.resume() : view.inkling.pause()).then(() => undefined);
  return [
    h("p", {}, say("notes", { count, where: say(`in_${storage.state}`) })),
    ...(paused ? [h("p", {}, say("is_paused"))] : []),
    button("pause", say(paused ? "resume" : "pause"), () => view.act(turn)),
  ];
}

/** Why nothing is worked out of what is kept. */
const IDLE: readonly BasisReason[] = ["paused", "consent"];

export function interests(view: View, known: Known): Node[] {
  const { say } = view;
  const vector = (key: "session" | "longTerm"): Node[] => {
    const { categories, brands, price } = known.profile![key];
    const rows = [
      ...categories.slice(0, SHOWN).map((one) => interest(view, known, "category", one, key)),
      ...brands.slice(0, SHOWN).map((one) => interest(view, known, "brand", one, key)),
    ];
    return rows.length === 0 ? [] : [h("h3", {}, say(key)), h("ul", {}, ...rows), ...priceWords(view, price)];
  };
  // On a first visit they are the same.
  const { session, longTerm } = known.profile!;
  const print = ({ categories, brands }: InterestVector): string =>
    JSON.stringify([...categories, ...brands].map(({ name, share }) => [name, percent(view, share)]));
  const isNew = print(session) === print(longTerm);
  const all = [...vector("session"), ...(isNew ? [] : vector("longTerm"))];
  return all.length > 0 ? all : [h("p", {}, say(IDLE.includes(known.profile!.reason) ? "idle" : "nothing"))];
}

function interest(
  view: View,
  known: Known,
  about: "category" | "brand",
  { name, share, from }: Interest,
  key: string,
): HTMLElement {
  const items = from.map((id) => view.titles.of(id)).join(", ");
  const buttons = wishButtons(view, known, about, name);
  // The same name may stand in both lists.
  for (const one of buttons.children) one.setAttribute("data-key", `${key} ${one.getAttribute("data-key")}`);
  return h(
    "li",
    { class: "row", part: "interest" },
    h(
      "div",
      {},
      h("span", { class: "row" }, h("span", {}, `${name} `), h("span", {}, percent(view, share))),
      bar(share),
      h("span", { class: "quiet" }, view.say("from", { items })),
    ),
    buttons,
  );
}

function priceWords({ say, locale }: View, price: InterestVector["price"]): Node[] {
  if (price === undefined) return [];
  const words = (amount: number): string => formatPrice({ amount, currency: price.currency }, locale);
  const [low, high] = [words(price.low), words(price.high)];
  return [h("p", {}, say(low === high ? "price_one" : "price", { low, high }))];
}

export function shown(view: View, known: Known): Node[] {
  const { items } = known;
  if (items.length === 0) return [h("p", {}, view.say("why_none"))];
  return [h("ul", {}, ...items.map((item) => shownItem(view, known, item)))];
}

/** Whether there is anything that its place is made of. */
export const isMade = (parts: RankedItem["parts"]): boolean => Object.keys(parts).length > 0;

function shownItem(view: View, known: Known, { id, reason, parts }: RankedItem): HTMLElement {
  const { say, titles, opened } = view;
  const title = titles.of(id);
  const name = reason.item === undefined ? (reason.about ?? "") : titles.of(reason.item);
  const inside = opened.get(id) ?? h("div");
  const details = h(
    "details",
    { part: "details", open: opened.has(id) },
    h("summary", { "data-key": `why ${id}` }, say("detail")),
    inside,
  );
  details.addEventListener("toggle", () => {
    if (!details.open) return void opened.delete(id);
    opened.set(id, inside);
    void madeOf(view, id).then((nodes) => inside.replaceChildren(...nodes));
  });
  return h(
    "li",
    { class: "row", part: "shown" },
    h(
      "div",
      {},
      h("strong", {}, title),
      h("span", { class: "quiet" }, view.reason(reason.code, name) ?? reason.text),
      ...(isMade(parts) ? [details] : []),
    ),
    wishButtons(view, known, "item", id, title),
  );
}

const PART_WORDS: Readonly<Partial<Record<PartName, WordKey>>> = { price: "part_price", repeat: "repeat_part" };

/** The parts of its score, the largest first, and what the shopper did that fed them. */
async function madeOf(view: View, id: string): Promise<Node[]> {
  const { say, titles, inkling, locale } = view;
  const { parts, evidence } = await inkling.explain(id);
  await titles.lookUp(evidence.map(({ item }) => item));
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 2, signDisplay: "exceptZero" });
  // Object.entries widens the names, which are PartName's: each has its words.
  const list = (Object.entries(parts) as [PartName, number][]).sort(([, a], [, b]) => Math.abs(b) - Math.abs(a));
  // One action may feed several parts.
  const deeds = new Map(evidence.map((one) => [`${one.kind} ${one.item}`, one]));
  return [
    h(
      "ul",
      {},
      ...list.map(([part, amount]) =>
        h(
          "li",
          { class: "row" },
          h("span", {}, say(PART_WORDS[part] ?? (part as WordKey))),
          h("span", {}, number.format(amount)),
        ),
      ),
    ),
    h(
      "ul",
      {},
      ...[...deeds.values()].slice(0, SHOWN).map(({ item, kind, at }) => {
        // Evidence is of acts alone, and each has its words.
        const words = say("by", {
          what: say(kind as WordKey),
          item: titles.of(item),
          when: when(view, at),
        });
        return h("li", { class: "quiet" }, words);
      }),
    ),
  ];
}

export function wishes(view: View, { wishes: all }: Known): Node[] {
  const { say, titles } = view;
  if (all.length === 0) return [h("p", {}, say("wishes_none"))];
  return [
    h(
      "ul",
      {},
      ...all.map(({ wish, about, name }) => {
        const words = say(`wish_${wish}`, { name: about === "item" ? titles.of(name) : name });
        const back = button(
          `back ${about} ${name}`,
          say("back"),
          () => view.act(() => steer(view, "none", about, name)),
          {
            "aria-label": `${say("back")}: ${words}`,
          },
        );
        return h("li", { class: "row", part: "wish" }, h("span", {}, words), back);
      }),
    ),
  ];
}
