import type { EraseReply } from "inkling";
import { h } from "../dom.ts";
import { keepingFocus } from "../focus.ts";
import { events } from "./events.ts";
import { helping } from "./helping.ts";
import { interests } from "./interests.ts";
import { keeping } from "./keeping.ts";
import { learning } from "./learning.ts";
import type { Knowledge } from "./state.ts";
import { switches } from "./switches.ts";
import { why } from "./why.ts";

/** What the sections may ask of the page. */
export interface Board {
  /** The product that the address asks about. */
  readonly about: string | undefined;
  changed(): void;
  erased(reply: EraseReply): void;
}

interface Section {
  readonly id: string;
  readonly title: string;
  readonly words: string;
  content(known: Knowledge, board: Board): HTMLElement;
}

const SECTIONS: readonly Section[] = [
  {
    id: "interests",
    title: "What you seem to like",
    words: "Worked out here from your notes, with the products it comes from.",
    content: ({ profile }) => interests(profile),
  },
  {
    id: "why",
    title: "Why these products",
    words: "The front page would show these now. Choose one to see what its place is made of.",
    content: ({ candidates }, { about }) => why(candidates, about),
  },
  {
    id: "learning",
    title: "What was learned here",
    words: "From what you chose on shelves, by this browser, for you alone. Erasing erases it too.",
    content: ({ status }) => learning(status.engine?.learning),
  },
  {
    id: "helping",
    title: "What it gave, what came back",
    words: "Only with “Help the shop learn” on. All that has left this device stands here.",
    content: ({ status }) => helping(status.engine?.contribution),
  },
  {
    id: "events",
    title: "Every note",
    words: "Newest first.",
    content: (known) => events(known.events, known.status.engine?.storage.events ?? known.events.length),
  },
  {
    id: "switches",
    title: "What it may do",
    words: "Remembered for this browser.",
    content: ({ status }, { changed }) => switches(status.consent, changed),
  },
  {
    id: "keeping",
    title: "Yours to take, yours to erase",
    words: "Both happen here, at once.",
    content: (_, { erased }) => keeping(erased),
  },
];

export interface Sections {
  readonly element: HTMLElement;
  /** Draws every section anew, save the one that the shopper is in, unless `all` is asked for. */
  draw(known: Knowledge, all: boolean): void;
}

export function sections(board: Board): Sections {
  const places = SECTIONS.map(({ id, title, words, content }) => {
    const body = h("div");
    const head = h("div", { class: "section-head" }, h("h2", { id: `${id}-title` }, title));
    const element = h(
      "section",
      { id, "aria-labelledby": `${id}-title` },
      head,
      h("p", { class: "section-words" }, words),
      body,
    );
    return {
      element,
      fill: (known: Knowledge) => keepingFocus(body, () => body.replaceChildren(content(known, board))),
    };
  });
  return {
    element: h("div", {}, ...places.map(({ element }) => element)),
    draw(known, all) {
      for (const { element, fill } of places) if (all || !element.contains(document.activeElement)) fill(known);
    },
  };
}
