import type { Profile } from "../../core/bridge/protocol.ts";
import type { ShopEvent } from "../../core/event/event.ts";
import type { Status } from "../api.ts";
import { el } from "./dom.ts";
import { interestWords, type Line, statusLines, stood, subject } from "./words.ts";

/** What the panel shows. Without an engine there are neither interests nor events. */
export interface Known {
  readonly status: Status;
  readonly profile?: Profile;
  /** Newest first. */
  readonly events: readonly ShopEvent[];
}

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

export function content({ status, profile, events }: Known): Node[] {
  const { message, problems } = status;
  return [
    ...(message === "" ? [] : titled("Why", el("p", {}, message))),
    ...titled("Status", lines(statusLines(status))),
    ...(profile === undefined
      ? []
      : titled(
          "Profile",
          lines([
            ["This visit", interestWords(profile.session)],
            ["Over time", interestWords(profile.longTerm)],
          ]),
        )),
    ...(events.length === 0 ? [] : titled("Last events", el("table", {}, ...events.map(eventRow)))),
    ...titled(
      `Problems: ${problems.count}`,
      el("ul", {}, ...[...problems.last].reverse().map((problem) => el("li", {}, problem))),
    ),
  ];
}
