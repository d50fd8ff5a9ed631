import type { Ear } from "../report.ts";
import { readGoods } from "./products.ts";
import { SCRIPTS } from "./scripts.ts";

/** The page's other sources, which know better what was viewed, have this long to tell first. */
const WAIT_MS = 1_000;
/** Changes of the page are looked through at most this often. */
const SCAN_EVERY_MS = 300;

/** Reports the view of the product that the page's JSON-LD is about, and makes its names known; anew when the scripts have changed. */
export function hearJsonLd({ report, know, problems, signal, onTurn }: Ear): void {
  let read = "";
  let timer: ReturnType<typeof setTimeout> | undefined;
  let view: (() => void) | undefined;

  const tell = (): void => {
    view?.();
    view = undefined;
  };
  const scan = problems.guard(() => {
    timer = undefined;
    const texts = [...document.querySelectorAll(SCRIPTS)].map(({ textContent }) => textContent ?? "");
    if (texts.join("\n") === read) return;
    read = texts.join("\n");
    tell();
    const { main, products } = readGoods(texts, location.href);
    for (const product of products) know(product);
    if (main === undefined) return;
    know(main, "main");
    view = () => report("view_item", { items: [{ item_id: main.ids[0], item_name: main.title }] });
    setTimeout(problems.guard(tell), WAIT_MS);
  });

  const changes = new MutationObserver(() => {
    timer ??= setTimeout(scan, SCAN_EVERY_MS);
  });
  changes.observe(document, { childList: true, subtree: true, characterData: true });
  signal.addEventListener("abort", () => {
    changes.disconnect();
    clearTimeout(timer);
    view = undefined;
  });
  onTurn((why) => {
    tell();
    // A page that came back says the same again; a framework that goes on to another puts its own scripts in place.
    if (why === "returned") read = "";
    if (why !== "left") timer ??= setTimeout(scan, SCAN_EVERY_MS);
  });
  scan();
}
