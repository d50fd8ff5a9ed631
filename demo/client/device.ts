/** "Your device": everything Inkling keeps, shown with its public methods and nothing else. */
import { type Board, sections } from "./device/sections.ts";
import { gather } from "./device/state.ts";
import { statusPanel, unreachable } from "./device/status-panel.ts";
import { h } from "./dom.ts";
import { keepingFocus } from "./focus.ts";
import { ask, askWithin, listen } from "./inkling.ts";
import { toast } from "./toast.ts";

/** Longer than a slow network, shorter than a shopper's patience. */
const LOADS_WITHIN_MS = 8_000;
const REFRESH_AFTER_MS = 400;

function build(target: HTMLElement): void {
  let erased: number | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const update = async (all: boolean): Promise<void> => {
    const known = await gather();
    keepingFocus(status, () =>
      status.replaceChildren(statusPanel(known.status, known.events.length === 0 ? erased : undefined, changed)),
    );
    parts.draw(known, all);
    // Without an engine there is nothing to look at, switch or erase.
    parts.element.hidden = known.status.engine === undefined;
    // All at once, when there is something to show: what comes in pieces pushes the page about.
    if (!status.isConnected) target.replaceChildren(status, parts.element);
  };
  const changed = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void update(false), REFRESH_AFTER_MS);
  };
  const board: Board = {
    about: new URLSearchParams(location.search).get("about") ?? undefined,
    changed,
    erased({ erased: count, reason, message }) {
      erased = reason === "ok" ? count : undefined;
      toast(reason === "ok" ? "Erased." : `Not erased: ${message ?? reason}.`);
      void update(true);
    },
  };
  const status = h("div");
  const parts = sections(board);

  void update(true).then(() => {
    if (location.hash !== "") document.getElementById(location.hash.slice(1))?.scrollIntoView();
  });
  listen("change", changed);
  listen("status", changed);
}

async function begin(target: HTMLElement): Promise<void> {
  const answer = await askWithin(LOADS_WITHIN_MS, "status");
  if (answer === undefined) {
    target.replaceChildren(unreachable());
    // It may still come.
    await ask("status");
  }
  build(target);
}

const place = document.querySelector<HTMLElement>("[data-device]");
if (place !== null) void begin(place);
