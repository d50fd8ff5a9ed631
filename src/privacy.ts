import type { Inkling } from "./page/api.ts";
import { elementClass } from "./page/elements/element.ts";
import type * as files from "./page/elements/privacy/files.ts";
import { showPanel } from "./page/elements/privacy/panel.ts";
import { speechOf, type Words } from "./page/elements/privacy/words.ts";

export { VERSION as version } from "./core/version.ts";
export type { WordKey as PrivacyWord, Words as PrivacyWords } from "./page/elements/privacy/words.ts";

/** Languages by their subtag ("en", "zh", "de"), each loaded where a panel speaks it; the first where it would speak none of them. At least one. */
export type PrivacyLanguages = Readonly<Record<string, () => Promise<{ readonly words: Words }>>>;

/** Loads `inkling/privacy-files`, once the shopper saves or takes in a file. */
export type PrivacyFiles = () => Promise<typeof files>;

/**
 * Defines `<inkling-privacy>`, with which the shopper sees, steers, moves and erases all that Inkling keeps, once: a second call changes nothing. Waits until the
 * engine is up or has given up. The script tag does it by itself where the page has one.
 *
 * The language is that of the element, or of what is around it (`lang`). What is inside is shown until the panel is. Words of its own the element takes as a
 * property: `element.words = { why: "…" }`. When the shopper sets a switch, it dispatches `inkling-consent`, which bubbles, with the consent as `detail`: Inkling
 * itself remembers only what was switched off.
 *
 * @example
 * import { createInkling } from "inkling";
 * import { definePrivacy } from "inkling/privacy";
 *
 * const inkling = await createInkling({ catalog: "/inkling/catalog.json" });
 * const languages = { en: () => import("inkling/privacy-en"), zh: () => import("inkling/privacy-zh") };
 * await definePrivacy(inkling, languages, () => import("inkling/privacy-files"));
 */
export async function definePrivacy(inkling: Inkling, languages: PrivacyLanguages, files: PrivacyFiles): Promise<void> {
  await inkling.ready;
  if (customElements.get("inkling-privacy") !== undefined) return;
  const panel = elementClass(["lang"], (element, signal) => {
    show(element, inkling, languages, files, signal).catch((error) => console.error("inkling-privacy:", error));
  });
  customElements.define("inkling-privacy", panel);
}

async function show(
  element: HTMLElement & { readonly words?: Partial<Words> },
  inkling: Inkling,
  languages: PrivacyLanguages,
  files: PrivacyFiles,
  signal: AbortSignal,
): Promise<void> {
  const wanted = element.closest<HTMLElement>("[lang]")?.lang || navigator.language;
  const names = Object.keys(languages);
  const known = names.find((name) => name === wanted.toLowerCase().split(/[-_]/)[0]);
  const name = known ?? names[0] ?? "";
  const { words } = (await languages[name]?.()) ?? {};
  if (words === undefined) throw new TypeError("definePrivacy takes at least one language");
  if (!signal.aborted)
    showPanel(
      element,
      inkling,
      speechOf({ ...words, ...element.words }, known && isTag(wanted) ? wanted : name),
      files,
      signal,
    );
}

/** Whether numbers and dates can be written in it: a page's `lang` may be anything. */
function isTag(lang: string): boolean {
  try {
    return Intl.getCanonicalLocales(lang).length > 0;
  } catch {
    return false;
  }
}
