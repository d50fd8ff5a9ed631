import type { Consent } from "inkling";
import { h, on } from "../dom.ts";
import { ask } from "../inkling.ts";
import { remember } from "../remember.ts";

interface Switch {
  readonly name: keyof Consent;
  readonly title: string;
  readonly words: string;
}

const SWITCHES: readonly Switch[] = [
  {
    name: "store",
    title: "Keep notes on this device",
    words: "What you open, search and buy here. Switching it off also erases what there is.",
  },
  {
    name: "personalise",
    title: "Arrange the shop for me",
    words: "Shelves follow your notes. Off, the shop shows everybody the same.",
  },
  {
    name: "contribute",
    title: "Help the shop learn",
    words:
      "Now and then sends a blurred, sealed lesson, never your notes, and ranks with what all lessons came to. In this demonstration two browsers are enough for a sum: in a shop it takes a hundred or more.",
  },
];

/** The three switches; `changed` is called when the device has taken a change. */
export function switches(consent: Consent, changed: () => void): HTMLElement {
  const lines = SWITCHES.map(({ name, title, words }) => {
    const input = h("input", { type: "checkbox", role: "switch", checked: consent[name] === true });
    on(input, "change", async () => {
      remember(await ask("consent", { [name]: input.checked }, "shopper"));
      changed();
    });
    return h(
      "label",
      { class: "switch" },
      input,
      h("span", {}, h("strong", {}, title), h("span", { class: "quiet-text" }, words)),
    );
  });
  return h("div", { class: "panel switches" }, ...lines);
}
