import type { Inkling } from "../api.ts";
import { content } from "./content.ts";
import { el } from "./dom.ts";
import { look } from "./known.ts";
import { STYLE } from "./style.ts";

/** What happens in quick succession is shown at once. */
const REFRESH_AFTER_MS = 250;

/** The panel's fixed parts. Its style is a sheet of its own, which no Content-Security-Policy forbids. */
function build() {
  const state = el("b", {});
  const close = el("button", { type: "button", "aria-label": "Close" }, "×");
  const body = el("article", { tabindex: "0", "aria-label": "What Inkling knows" });
  const panel = el("section", { role: "dialog", "aria-label": "Inkling debug", tabindex: "-1" });
  panel.append(el("div", { class: "head" }, el("h2", {}, "Inkling"), state, close), body);
  const host = el("div", { "data-inkling-debug": "" });
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
  root.append(panel);
  return { host, panel, state, close, body };
}

/**
 * Puts the panel on the page and keeps it up to date.
 * @returns Closes it.
 */
export function showPanel(inkling: Inkling): () => void {
  const { host, panel, state, close, body } = build();
  const before = document.activeElement;
  let shown = "";
  let timer: ReturnType<typeof setTimeout> | undefined;

  const redraw = async (): Promise<void> => {
    timer = undefined;
    const { known, timings } = await look(inkling);
    // What is selected or scrolled to stays while nothing is new; how long an answer takes is new each time.
    const print = JSON.stringify(known);
    if (print === shown) return;
    shown = print;
    state.textContent = known.status.state;
    state.className = known.status.state;
    body.replaceChildren(...content(known, timings));
  };
  let drawn = Promise.resolve();
  // One after the other: of two at once an answer from before would be drawn last.
  const refresh = (): void => {
    drawn = drawn.then(redraw).catch((error) => console.error("inkling debug:", error));
  };
  const refreshSoon = (): void => {
    timer ??= setTimeout(refresh, REFRESH_AFTER_MS);
  };

  const offs = [inkling.on("change", refreshSoon), inkling.on("status", refreshSoon)];
  const end = (): void => {
    for (const off of offs) off();
    clearTimeout(timer);
    const held = host.contains(document.activeElement);
    host.remove();
    if (held && before instanceof HTMLElement) before.focus({ preventScroll: true });
  };
  close.addEventListener("click", end);
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation(); // or a dialog of the shop's would close as well
    end();
  });
  document.body.append(host);
  panel.focus({ preventScroll: true });
  refresh();
  return end;
}
