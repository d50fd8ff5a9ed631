import type { ShopEvent } from "inkling";
import { h, on } from "../dom.ts";
import { itemLink } from "./items.ts";
import { eventWords, when } from "./words.ts";

const PAGE = 20;

function row(event: ShopEvent, now: number): HTMLElement {
  const time = h("time", { datetime: new Date(event.at).toISOString() }, when(event.at, now));
  return h(
    "tr",
    {},
    h("td", {}, time),
    h("td", {}, eventWords(event)),
    h("td", {}, event.item === undefined ? "" : itemLink(event.item)),
  );
}

/** The notes on this device, newest first, a page at a time. */
export function events(all: readonly ShopEvent[], total: number): HTMLElement {
  if (all.length === 0) return h("p", { class: "panel" }, "There are no notes on this device.");
  const body = h("tbody");
  const place = h("p", { class: "quiet-text", role: "status" });
  const newer = h("button", { class: "button quiet small", type: "button" }, "Newer");
  const older = h("button", { class: "button quiet small", type: "button" }, "Older");
  const beyond = total > all.length ? `; of ${total.toLocaleString("en-GB")} the newest are listed` : "";
  let first = 0;
  const show = (from: number): void => {
    first = from;
    const now = Date.now();
    const shownEvents = all.slice(first, first + PAGE);
    body.replaceChildren(...shownEvents.map((event) => row(event, now)));
    place.textContent = `${first + 1} to ${first + shownEvents.length} of ${all.length.toLocaleString("en-GB")}${beyond}`;
    newer.disabled = first === 0;
    older.disabled = first + PAGE >= all.length;
  };
  on(newer, "click", () => show(first - PAGE));
  on(older, "click", () => show(first + PAGE));
  show(0);
  const head = h(
    "thead",
    {},
    h("tr", {}, ...["When", "What", "Product"].map((name) => h("th", { scope: "col" }, name))),
  );
  return h(
    "div",
    { class: "panel events" },
    h("table", {}, head, body),
    h("div", { class: "events-foot" }, place, newer, older),
  );
}
