import { type Capture, startCapture } from "./capture/capture.ts";
import type { Track } from "./capture/watcher.ts";
import type { Engine } from "./engine/engine.ts";
import { discard } from "./engine/handoff.ts";
import { afterLoadAndIdle } from "./engine/idle.ts";
import type { Recorder } from "./engine/recorder.ts";
import type { Settings } from "./engine/seat.ts";
import type { Problems } from "./problems.ts";

/** What lives and rests with the page. */
export interface Residents {
  readonly engine: Engine;
  readonly recorder: Recorder;
  readonly settings: Settings;
  readonly problems: Problems;
  readonly track: Track;
  /** Called before anything is kept outside the page: takes up what the shopper has turned off, and follows whoever there is to ask for the rest. */
  readonly settle: () => void;
  /** Called when that may be something else by now: takes it up, and tells the engine. */
  readonly recall: () => void;
  /** Called after the page's markup was looked through. */
  readonly scanned: (() => void) | undefined;
}

/** A page that is made ahead of its visit, and may never be seen; in Chromium alone, and so not in the DOM library's types. */
type Prerendered = Document & { readonly prerendering?: boolean };

/**
 * Starts capture now and the engine once the page is idle; follows the page out and back. Of a page that is prerendered nothing
 * starts before it is shown. Ends with the signal. Gives what forgets what was seen of the page.
 */
export function followPage(residents: Residents, signal: AbortSignal): Pick<Capture, "forget"> {
  const { engine, recorder, settings, problems, track, scanned, settle, recall } = residents;
  let capture: Capture | undefined;
  const freeze = (frozen: boolean): void => void engine.link?.send<"freeze">({ type: "freeze", frozen });
  // Without an answer yet, what other pages left waits for one that has it.
  const resume = (): void => {
    if (settings.consent.store === false) discard();
    if (settings.consent.store === true) recorder.resume();
  };
  const leave = ({ persisted }: PageTransitionEvent): void => {
    capture?.leave();
    settle();
    if (settings.consent.store === true) recorder.leave();
    else recorder.flush();
    if (persisted) freeze(true);
  };
  const comeBack = ({ persisted }: PageTransitionEvent): void => {
    if (!persisted) return;
    freeze(false);
    // What other tabs say meanwhile does not reach a page that rests, in all browsers.
    recall();
    resume();
    capture?.comeBack();
  };
  // Storage is read from disk: not while the page is still loading.
  const start = problems.guard(() => {
    settle();
    resume();
    engine.start();
  });
  const begin = problems.guard(() => {
    void afterLoadAndIdle(start, signal);
    // Never unload or beforeunload: they keep a page out of the back-forward cache.
    addEventListener("pagehide", problems.guard(leave), { signal });
    addEventListener("pageshow", problems.guard(comeBack), { signal });
    watch();
  });
  // Again where another Inkling of the page has ended: a framework may make a second one before it destroys the first.
  const watch = problems.guard(() => {
    capture = startCapture(track, problems, signal, scanned, watch);
  });

  if ((document as Prerendered).prerendering)
    document.addEventListener("prerenderingchange", begin, { once: true, signal });
  else begin();
  return { forget: () => capture?.forget() };
}
