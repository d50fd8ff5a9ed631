import type { Evidence, Explanation, RankedItem } from "inkling";
import { h, on } from "../dom.ts";
import { addressOf, itemLink, shown, thumb } from "./items.ts";
import { explain } from "./state.ts";
import { kindWords, PARTS, when } from "./words.ts";

const SHOWN_DEEDS = 8;

const points = (value: number): string => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(2)}`;

function parts(all: Explanation["parts"]): HTMLElement {
  const list = Object.entries(all).sort(([, a], [, b]) => Math.abs(b) - Math.abs(a));
  const largest = Math.max(...list.map(([, value]) => Math.abs(value)), Number.EPSILON);
  const lines = list.map(([name, value]) => {
    const line = h("span", { class: value < 0 ? "bar minus" : "bar", "aria-hidden": "true" });
    line.style.setProperty("--share", String(Math.abs(value) / largest));
    // Object.entries widens the names, which are PartName's.
    return h(
      "li",
      {},
      h("span", {}, PARTS[name as keyof typeof PARTS] ?? name),
      line,
      h("span", { class: "figure" }, points(value)),
    );
  });
  return h("ul", { class: "parts" }, ...lines);
}

/** One thing the shopper did, with every part of the score it fed. */
interface Deed {
  readonly item: string;
  readonly kind: Evidence["kind"];
  readonly at: number;
  readonly parts: readonly Evidence["part"][];
  readonly amount: number;
}

/** Evidence comes by part; a shopper thinks of what was done. The weightiest first. */
function deeds(evidence: readonly Evidence[]): readonly Deed[] {
  const found = new Map<string, Deed>();
  for (const { item, kind, at, part, amount } of evidence) {
    const key = `${kind} ${at} ${item}`;
    const before = found.get(key) ?? { item, kind, at, parts: [], amount: 0 };
    found.set(key, { ...before, parts: [...before.parts, part], amount: before.amount + amount });
  }
  return [...found.values()].sort((a, b) => Math.abs(b.amount) - Math.abs(a.amount));
}

function deedLine({ item, kind, at, parts: fed, amount }: Deed, now: number): HTMLElement {
  const names = [...new Set(fed)].map((part) => PARTS[part].toLowerCase()).join("; ");
  return h(
    "li",
    {},
    thumb(shown(item)),
    h(
      "span",
      {},
      `${kindWords(kind)} `,
      itemLink(item),
      h("br"),
      h("span", { class: "quiet-text" }, `Counted as ${names}; ${when(at, now)}`),
    ),
    h("span", { class: "figure" }, points(amount)),
  );
}

function explained(explanation: Explanation): readonly HTMLElement[] {
  const { id, known, score, reason, evidence, restsUntil, message } = explanation;
  const head = h(
    "div",
    { class: "why-head" },
    thumb(shown(id), "why-picture"),
    h(
      "div",
      {},
      h("h3", {}, h("a", { href: addressOf(id) }, shown(id).title)),
      h("p", { class: "why-reason" }, reason.text),
    ),
  );
  if (!known) return [head, h("p", {}, message ?? "The catalogue on this device does not know this product.")];
  const strongest = deeds(evidence).slice(0, SHOWN_DEEDS);
  const rest =
    restsUntil === undefined
      ? undefined
      : h(
          "p",
          { class: "note" },
          `You bought it, so it rests until ${new Date(restsUntil).toLocaleDateString("en-GB")}.`,
        );
  const now = Date.now();
  const made = [
    h("h4", {}, "What it is made of"),
    parts(explanation.parts),
    h("p", { class: "quiet-text sum" }, `Together ${score.toFixed(2)}`),
  ];
  const from =
    strongest.length === 0
      ? [h("p", { class: "quiet-text" }, "None of it comes from what you did here.")]
      : [
          h("h4", {}, "What you did that it comes from"),
          h("ul", { class: "evidence" }, ...strongest.map((deed) => deedLine(deed, now))),
        ];
  return [head, ...(rest === undefined ? [] : [rest]), ...made, ...from];
}

/** What the front page would show now, and for the chosen product every part of its score. */
export function why(candidates: readonly RankedItem[], about: string | undefined): HTMLElement {
  const ids = [...new Set([...(about === undefined ? [] : [about]), ...candidates.map(({ id }) => id)])];
  if (ids.length === 0) return h("p", { class: "panel" }, "There is no list to explain: the shop keeps its own order.");
  const panel = h("div", { class: "panel why-panel", "aria-live": "polite" }, h("p", { class: "quiet-text" }, "…"));
  let asked = 0;
  const show = async (id: string): Promise<void> => {
    const mine = ++asked;
    const explanation = await explain(id);
    if (mine === asked) panel.replaceChildren(...explained(explanation));
  };
  const choices = ids.map((id, i) => {
    const input = on(
      h("input", { type: "radio", name: "why", value: id, checked: i === 0 }),
      "change",
      () => void show(id),
    );
    return h("label", { class: "why-choice" }, input, thumb(shown(id)), h("span", {}, shown(id).title));
  });
  void show(ids[0] ?? "");
  return h(
    "div",
    { class: "why-grid" },
    h("div", { class: "why-choices", role: "radiogroup", "aria-label": "Products" }, ...choices),
    panel,
  );
}
