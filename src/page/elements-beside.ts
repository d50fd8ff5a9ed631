import type { Inkling } from "./api.ts";
import type { Chunks } from "./chunks.ts";
import type { Page } from "./page.ts";

/** The doors of the chunks that define elements, and of what the panel loads. */
export interface ElementDoors {
  defineElements(inkling: Inkling): Promise<void>;
  definePrivacy(inkling: Inkling, languages: object, files: () => Promise<unknown>): Promise<void>;
}

/** What is loaded once the page has one of these. */
const ELEMENTS: Readonly<Record<string, string>> = {
  "elements.js": "inkling-shelf,inkling-sort",
  "privacy.js": "inkling-privacy",
};

/**
 * Loads what defines the elements that the page has, now and whenever its markup has been looked through.
 * @returns Looks again.
 */
export function followElements({ inkling }: Page, chunks: Chunks<ElementDoors>): () => void {
  const languages = { en: () => chunks.need("privacy-en.js"), zh: () => chunks.need("privacy-zh.js") };
  const files = () => chunks.need("privacy-files.js");
  const wanted = new Set<string>();
  const look = (): void => {
    for (const [file, selector] of Object.entries(ELEMENTS)) {
      if (wanted.has(file) || document.querySelector(selector) === null) continue;
      wanted.add(file);
      void chunks.load(file, ({ defineElements, definePrivacy }) =>
        file === "privacy.js" ? definePrivacy(inkling, languages, files) : defineElements(inkling),
      );
    }
  };
  inkling.on("status", look);
  look();
  return look;
}
