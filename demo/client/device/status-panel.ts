import type { Status } from "inkling";
import { h, on } from "../dom.ts";
import { ask } from "../inkling.ts";
import { tell } from "./words.ts";

const notes = (count: number): string => (count === 1 ? "One note" : `${count.toLocaleString("en-GB")} notes`);

/** What Inkling is doing, with the button that stops it. `erased`: how many notes were forgotten just now. */
export function statusPanel(status: Status, erased: number | undefined, changed: () => void): HTMLElement {
  const { mood, title, lines } = tell(status);
  const paused = status.engine?.paused === true;
  const toggle = on(
    h("button", { class: "button quiet", type: "button" }, paused ? "Resume" : "Pause"),
    "click",
    () => {
      void ask(paused ? "resume" : "pause").then(changed);
    },
  );
  const gone = `Erased: ${notes(erased ?? 0)}. This device now knows nothing about you.`;
  return h(
    "div",
    { class: `panel status ${mood}`, role: "status" },
    h(
      "div",
      {},
      h("h2", {}, title),
      ...lines.map((line) => h("p", {}, line)),
      erased !== undefined && h("p", { class: "note" }, gone),
    ),
    status.engine !== undefined && toggle,
  );
}

/** Shown when Inkling's script never came: the shop stands, and there is nothing to tell. */
export function unreachable(): HTMLElement {
  const again = on(h("button", { class: "button", type: "button" }, "Try again"), "click", () => location.reload());
  const words = "Its script did not load, so nothing is written down and nothing is arranged. The shop works as it is.";
  return h(
    "div",
    { class: "panel status weak", role: "status" },
    h("div", {}, h("h2", {}, "Inkling is not here"), h("p", {}, words), h("p", {}, again)),
  );
}
