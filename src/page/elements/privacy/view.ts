import type { Steering, Wish } from "../../../core/bridge/protocol.ts";
import type { Done, Inkling } from "../../api.ts";
import { button, h } from "./dom.ts";
import type * as files from "./files.ts";
import type { Known, Titles } from "./known.ts";
import type { Speech } from "./words.ts";

/** What the sections draw with and act through. */
export interface View extends Speech {
  readonly inkling: Inkling;
  /** What saves and opens files: most who look at the panel need none of it. */
  files(): Promise<typeof files>;
  readonly titles: Titles;
  /** What is inside of the disclosures that are open, by product: drawn anew they are open still. */
  readonly opened: Map<string, HTMLElement>;
  /** Does it, says what became of it, and draws anew. */
  act(work: () => Promise<string | undefined>): void;
  /** Tells the page of a switch that the shopper has set. */
  tell(name: string, detail: unknown): undefined;
}

export const percent = ({ locale }: Speech, share: number): string =>
  new Intl.NumberFormat(locale, { style: "percent", maximumSignificantDigits: 2 }).format(share);

export const when = ({ locale }: Speech, at: number): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }).format(at);

/** As long as a share of its track; the figure beside it says the same in words. */
export function bar(share: number): HTMLElement {
  const inner = h("span");
  inner.style.setProperty("--share", String(share));
  return h("span", { class: "bar", part: "bar", "aria-hidden": "true" }, inner);
}

const WISHES: readonly Wish[] = ["more", "less", "never"];

/** What was asked for about a name, and what is asked for by a press; the pressed one is taken back by another. */
export function wishButtons(
  view: View,
  { wishes }: Known,
  about: Steering["about"],
  name: string,
  title: string = name,
): HTMLElement {
  const asked = wishes.find((one) => one.about === about && one.name === name)?.wish;
  const buttons = WISHES.map((wish) =>
    button(
      `${wish} ${about} ${name}`,
      view.say(wish),
      () => view.act(() => steer(view, wish === asked ? "none" : wish, about, name)),
      { "aria-pressed": String(wish === asked), "aria-label": view.say(`wish_${wish}`, { name: title }) },
    ),
  );
  return h("span", { class: "acts", part: "wish", role: "group", "aria-label": title }, ...buttons);
}

/** Why it was not done, in words of the language: the engine's own are for developers. */
export const notDone = ({ say }: Speech, reason: Exclude<Done["reason"], "ok">): string =>
  say("not_done", { why: say(`not_${reason}`) });

/** Why it was not done; undefined where it was. */
export async function steer(
  view: View,
  wish: Wish | "none",
  about: Steering["about"],
  name: string,
): Promise<string | undefined> {
  const { reason } = await view.inkling.steer({ wish, about, name });
  if (reason === "ok") return undefined;
  return reason === "request" ? view.say("no_room") : notDone(view, reason);
}
