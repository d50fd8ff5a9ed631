import type { Consent } from "../../core/bridge/protocol.ts";
import { defined } from "../../core/event/fields.ts";
import { DATA_LAYER } from "../capture/layer.ts";
import { consentHeard } from "../notices.ts";
import type { Problems } from "../problems.ts";
import { google } from "./google.ts";
import { shopify } from "./shopify.ts";
import type { Said, Source } from "./source.ts";
import { tcf } from "./tcf.ts";

/** The first that says anything of a switch is heard. */
const SOURCES: readonly (readonly [name: string, source: Source])[] = [
  ["IAB TCF", tcf],
  ["Shopify", shopify],
  ["Google's consent mode", google],
];
/** Where a source is there and none has a say. */
const UNASKED: Said = { store: true, personalise: true };

/**
 * Listens to what banners and platforms of the page say of consent; `hear` is told whenever that is something else. Ends with the signal.
 * @param layer The data layer's name.
 */
export function followConsent(
  hear: (change: Partial<Consent>) => void,
  problems: Problems,
  signal: AbortSignal,
  layer: string = DATA_LAYER,
): void {
  const said = new Map<string, Said | undefined>();
  consentHeard.post(said, signal);
  let heard = "";
  let due = false;
  const tell = (): void => {
    due = false;
    if (signal.aborted) return;
    const first = <K extends keyof Said>(name: K): Said[K] | undefined =>
      SOURCES.map(([source]) => said.get(source)?.[name]).find((value) => value !== undefined);
    const silent = [...said.values()].every((one) => one === undefined);
    const change = defined<Partial<Consent>>({
      store: silent ? UNASKED.store : first("store"),
      personalise: silent ? UNASKED.personalise : (first("personalise") ?? true),
      contribute: first("contribute"),
    });
    const words = JSON.stringify(change);
    if (words !== heard) hear(change);
    heard = words;
  };
  for (const [name, source] of SOURCES) {
    const say = (words: Said | undefined): void => {
      said.set(name, words);
      // Only the last of what a history holds is what holds: one that was denied once would be erased for.
      if (!due) queueMicrotask(problems.guard(tell));
      due = true;
    };
    problems.guard(() => source({ say, problems, layer, signal }))();
  }
}
