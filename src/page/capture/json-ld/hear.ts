import type { Ear } from "../report.ts";
import { readGoods } from "./products.ts";
import { SCRIPTS } from "./scripts.ts";
import { pathOf } from "./values.ts";

/** The page's other sources, which know better what was viewed, have this long to tell first. */
const WAIT_MS = 1_000;
/** A product that comes after the page's own, and from another address, may be the next page's, which has this long to get its address. */
const NEXT_MS = 5_000;
/** Changes of the page are looked through at most this often. */
const SCAN_EVERY_MS = 300;

/**
 * Reports the view of the product that the page's JSON-LD is about, and makes its names known; anew when the scripts have changed. Of scripts that a framework puts in
 * place before it changes the address the view is the next page's.
 */
export function hearJsonLd({ report, know, problems, signal, onTurn }: Ear): void {
  let read = "";
  /** Whether the scripts have changed since the page began. */
  let isLater = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let view: (() => void) | undefined;
  let due: ReturnType<typeof setTimeout> | undefined;
  /** Names of what the view is of. */
  let ids: readonly string[] = [];

  const isHere = (): boolean => ids.includes(pathOf(location.href, location.href) ?? "");
  const tell = (): void => {
    clearTimeout(due);
    view?.();
    view = undefined;
  };
  const scan = problems.guard(() => {
    timer = undefined;
    const texts = [...document.querySelectorAll(SCRIPTS)].map(({ textContent }) => textContent ?? "");
    if (texts.join("\n") === read) return;
    read = texts.join("\n");
    const mayBeNext = isLater;
    isLater = true;
    tell();
    const { main, products } = readGoods(texts, location.href);
    for (const product of products) know(product);
    if (main === undefined) return;
    know(main, "main");
    ({ ids } = main);
    view = () => report("view_item", { items: [{ item_id: ids[0], item_name: main.title }] });
    const isNext = mayBeNext && ids.some((id) => id.startsWith("/")) && !isHere();
    due = setTimeout(problems.guard(tell), isNext ? NEXT_MS : WAIT_MS);
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
    const isEarly = why === "navigated" && view !== undefined && isHere();
    if (isEarly) view = undefined;
    tell();
    isLater = false;
    // A page that came back says the same again; a framework that goes on to another puts its own scripts in place, or has done so.
    if (why === "returned" || isEarly) read = "";
    if (why !== "left") timer ??= setTimeout(scan, SCAN_EVERY_MS);
  });
  scan();
}
