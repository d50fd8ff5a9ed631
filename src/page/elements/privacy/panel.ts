import type { Inkling } from "../../api.ts";
import { h } from "./dom.ts";
import { given } from "./given.ts";
import { forgetting, keeping } from "./keeping.ts";
import { type Known, look, Titles } from "./known.ts";
import { interests, isMade, kept, shown, wishes } from "./sections.ts";
import { STYLE } from "./style.ts";
import { hasNotes, switches } from "./switches.ts";
import { notDone, type View } from "./view.ts";
import type { Speech, WordKey } from "./words.ts";

/** What happens in quick succession is shown at once. */
const REFRESH_AFTER_MS = 250;

/** What each section is drawn from: drawn anew only when that has changed. */
interface Section {
  readonly key: WordKey;
  readonly of: (known: Known) => unknown;
  readonly draw: (view: View, known: Known) => Node[];
}

const SECTIONS: readonly Section[] = [
  { key: "known", of: ({ status: { engine } }) => [engine?.storage, engine?.paused], draw: kept },
  { key: "interests", of: ({ profile, wishes: all }) => [profile, all], draw: interests },
  {
    key: "why",
    of: ({ items, wishes: all }) => [items.map(({ id, reason, parts }) => [id, reason, isMade(parts)]), all],
    draw: shown,
  },
  { key: "wishes", of: ({ wishes: all }) => all, draw: wishes },
  { key: "switches", of: ({ status }) => [status.consent, hasNotes(status)], draw: switches },
  { key: "given", of: ({ status: { engine } }) => engine?.contribution, draw: given },
  { key: "keeping", of: () => "", draw: keeping },
  { key: "forgetting", of: () => "", draw: forgetting },
];

/** Draws the panel into the element's shadow, and follows what changes until the signal. */
export function showPanel(
  host: HTMLElement,
  inkling: Inkling,
  speech: Speech,
  files: View["files"],
  signal: AbortSignal,
): void {
  const { say } = speech;
  const titles = new Titles(inkling);
  const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
  const said = h("p", { role: "status", part: "status" });
  const failure = h("p", { part: "failure" });
  const places = SECTIONS.map((section) => {
    const body = h("div");
    const heading = h("h2", { id: section.key, part: "heading", tabindex: "-1" }, say(section.key));
    const element = h(
      "section",
      { "aria-labelledby": section.key, part: `section ${section.key}`, hidden: true },
      heading,
      body,
    );
    return { ...section, heading, element, body, print: "" };
  });
  root.replaceChildren(
    // The words may be of another direction than the page: a language that the shop gave no words of has another's.
    h(
      "div",
      { part: "panel", lang: speech.locale, dir: "auto" },
      failure,
      ...places.map(({ element }) => element),
      said,
    ),
  );

  const redraw = async (): Promise<void> => {
    const known = await look(inkling, titles);
    if (signal.aborted) return;
    const runs = known.status.engine !== undefined;
    failure.hidden = runs;
    if (!runs) failure.textContent = say("failed", { why: known.status.message });
    for (const place of places) {
      // Switching off is the shopper's, whatever else runs.
      place.element.hidden = !runs && place.key !== "switches";
      const print = JSON.stringify(place.of(known));
      if (place.element.hidden || print === place.print) continue;
      place.print = print;
      keepingFocus(root, place, () => place.body.replaceChildren(...place.draw(view, known)));
    }
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let drawn = Promise.resolve();
  // One after the other: of two at once an answer from before would be drawn last.
  const refresh = (): Promise<void> => {
    drawn = drawn.then(redraw).catch((error) => console.error("inkling-privacy:", error));
    return drawn;
  };
  const refreshSoon = (): void => {
    clearTimeout(timer);
    if (!signal.aborted) timer = setTimeout(refresh, REFRESH_AFTER_MS);
  };
  const view: View = {
    ...speech,
    inkling,
    files,
    titles,
    opened: new Map(),
    tell: (name, detail) => void host.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true })),
    async act(work) {
      said.textContent = "";
      const problem = await work().catch((error: unknown) => {
        console.error("inkling-privacy:", error);
        return notDone(view, "request");
      });
      await refresh();
      said.textContent = problem ?? say("done");
    },
  };
  const offs = [inkling.on("change", refreshSoon), inkling.on("status", refreshSoon)];
  signal.addEventListener("abort", () => {
    for (const off of offs) off();
    clearTimeout(timer);
  });
  void refresh();
}

/** What had the focus has it again, once it is there anew; else what is where it was, or the section's heading where nothing is left to press. */
function keepingFocus(
  root: ShadowRoot,
  { body, heading }: { readonly body: HTMLElement; readonly heading: HTMLElement },
  draw: () => void,
): void {
  const held = root.querySelector<HTMLElement>(":focus");
  if (held === null) {
    draw();
    return;
  }
  const controls = () => [...body.querySelectorAll<HTMLElement>("[data-key]")];
  const at = controls().indexOf(held);
  draw();
  if (held.isConnected) return;
  const key = held.getAttribute("data-key");
  const now = controls();
  const next = now.find((one) => one.getAttribute("data-key") === key) ?? now[at] ?? now.at(-1) ?? heading;
  next.focus({ preventScroll: true });
}
