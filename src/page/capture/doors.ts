import type { Page } from "../page.ts";
import type { Ear, SourceName } from "./report.ts";

/** The door of each chunk that listens to one source. `layer`: the data layer's name. */
export interface SourceDoor {
  hear(ear: Ear, layer: string): void;
}

/** The door of the chunk that reads the page's sources, besides theirs. */
export interface SourcesDoor extends SourceDoor {
  /** `need`: loads a source's own file; `named`: what data-sources says; `layer`: what data-layer says. */
  readSources(page: Page, need: (name: string) => Promise<SourceDoor>, named?: string, layer?: string): void;
}

export const SOURCES: readonly SourceName[] = ["ga4", "json-ld", "woocommerce", "shopify"];
