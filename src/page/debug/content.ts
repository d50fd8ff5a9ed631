import type { ShopEvent } from "../../core/event/event.ts";
import { el } from "./dom.ts";
import type { Known } from "./known.ts";
import type { Timings } from "./timings.ts";
import { interestWords, type Line, placeLine, statusLines, stood, subject, timingLines } from "./words.ts";

const lines = (all: readonly Line[]): HTMLElement =>
  el("dl", {}, ...all.flatMap(([name, words]) => [el("dt", {}, name), el("dd", {}, words)]));

const clock = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });

function eventRow(event: ShopEvent): HTMLElement {
  const at = new Date(event.at);
  const time = el("time", { datetime: at.toISOString() }, clock.format(at));
  const place = el("td", { class: "quiet" }, stood(event));
  return el("tr", {}, el("td", {}, time), el("td", {}, event.kind), el("td", {}, subject(event)), place);
}

const titled = (title: string, ...parts: readonly Node[]): Node[] => [el("h3", {}, title), ...parts];

export function content({ status, sources, heard, profile, order, events }: Known, timings: Timings): Node[] {
  const { message, problems } = status;
  return [
    ...(message === "" ? [] : titled("Why", el("p", {}, message))),
    ...titled("Status", lines(statusLines(status, sources, heard))),
    ...(order === undefined
      ? []
      : titled(`Why this order: ${order.basis}, ${order.reason}`, lines(order.items.map(placeLine)))),
    ...(profile === undefined
      ? []
      : titled(
          "Profile",
          lines([
            ["This visit", interestWords(profile.session)],
            ["Over time", interestWords(profile.longTerm)],
          ]),
        )),
    ...titled("Timings", lines(timingLines(timings))),
    ...(events.length === 0 ? [] : titled("Last events", el("table", {}, ...events.map(eventRow)))),
    ...titled(
      `Problems: ${problems.count}`,
      el("ul", {}, ...[...problems.last].reverse().map((problem) => el("li", {}, problem))),
    ),
  ];
}
