import type { Problems } from "../problems.ts";
import { claimDocument } from "./claim.ts";
import { DWELL, VIEW, watchDwell } from "./dwell.ts";
import { watchImpressions } from "./impressions.ts";
import { ITEM, itemFields, type ListNames } from "./shelf.ts";
import type { Track, Watcher } from "./watcher.ts";

/** Additions to the page are looked through at most this often. */
const SCAN_EVERY_MS = 100;

export interface Capture {
  /** The page is being left: records visible time, now. */
  leave(): void;
  /** Everything was erased: what was seen of this page until now is never recorded. */
  forget(): void;
  /** The page came back from the back-forward cache: another view of it. */
  comeBack(): void;
}

/** Everything that is counted once in a view of the page. */
function createView(track: Track, problems: Problems): Watcher & { readonly names: ListNames; end(): void } {
  const names: ListNames = new WeakMap();
  const impressions = watchImpressions(track, names, problems);
  const dwell = watchDwell(track);
  return {
    names,
    start(element) {
      impressions.start(element);
      dwell.start(element);
    },
    stop(element) {
      impressions.stop(element);
      dwell.stop(element);
    },
    end: dwell.flush,
  };
}

/**
 * Records what the page's own markup says: `data-inkling-item`, `-view`, `-dwell` and `-shelf`. Undefined where another Inkling
 * does already, or everything would count twice; `free` is called once that one has ended.
 */
export function startCapture(
  track: Track,
  problems: Problems,
  signal: AbortSignal,
  scanned: (() => void) | undefined,
  free: () => void,
): Capture | undefined {
  if (!claimDocument(signal, free)) {
    problems.add("Inkling runs twice on this page: the first records");
    return undefined;
  }
  // Elements half visible in the page, and those that stand for the page itself.
  const shown = new Set<Element>();
  let view = createView(track, problems);
  let visible = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const show = (element: Element): void => {
    if (!shown.has(element) && visible) view.start(element);
    shown.add(element);
  };
  const hide = (element: Element): void => {
    if (shown.delete(element)) view.stop(element);
  };

  const setVisible = (next: boolean): void => {
    if (next === visible) return;
    visible = next;
    for (const element of shown) {
      if (visible) view.start(element);
      else view.stop(element);
    }
    if (!visible) view.end();
  };
  const followVisibility = problems.guard(() => setVisible(document.visibilityState === "visible"));

  const sight = new IntersectionObserver(
    problems.guard((entries: IntersectionObserverEntry[]) => {
      for (const { target, intersectionRatio } of entries) {
        // Layout rounds to fractions of a pixel: exactly half may read as a little less.
        if (intersectionRatio > 0.49) show(target);
        else hide(target);
      }
    }),
    { threshold: 0.5 },
  );

  const scan = problems.guard(() => {
    timer = undefined;
    for (const element of shown) if (!element.isConnected) hide(element);
    for (const element of document.querySelectorAll(`:is(${ITEM},[${DWELL}]):not([${VIEW}])`)) sight.observe(element);
    for (const element of document.querySelectorAll(`[${VIEW}]`)) show(element);
    followVisibility();
    scanned?.();
  });

  const changes = new MutationObserver((records) => {
    for (const { type, target } of records) {
      if (type !== "attributes" || !(target instanceof Element)) continue;
      // A framework may use an element for another product: it is looked at anew.
      sight.unobserve(target);
      hide(target);
    }
    timer ??= setTimeout(scan, SCAN_EVERY_MS);
  });
  changes.observe(document, { childList: true, subtree: true, attributeFilter: ["data-inkling-item", VIEW, DWELL] });
  timer = setTimeout(scan, SCAN_EVERY_MS);

  const click = problems.guard(({ target }: Event) => {
    const item = target instanceof Element ? target.closest(ITEM) : null;
    if (item !== null) track("select_item", itemFields(item, view.names));
  });
  // Capturing: shops stop clicks from bubbling.
  document.addEventListener("click", click, { capture: true, passive: true, signal });
  document.addEventListener("visibilitychange", followVisibility, { signal });

  signal.addEventListener("abort", () => {
    clearTimeout(timer);
    sight.disconnect();
    changes.disconnect();
    for (const element of shown) view.stop(element);
  });

  const forget = (): void => {
    for (const element of shown) view.stop(element);
    view = createView(track, problems);
  };

  return {
    leave: () => setVisible(false),
    forget,
    comeBack() {
      // Visible again already, by an event that came before: whatever began then belongs to the new view.
      forget();
      visible = false;
      scan();
    },
  };
}
