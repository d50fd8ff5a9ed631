import { commandOf, followDataLayer } from "../capture/data-layer.ts";
import { keepLooking } from "../capture/keep-looking.ts";
import type { Said, Source } from "./source.ts";

/** The longest that a page may ask to wait for its banner. */
const MOST_WAIT_MS = 10_000;

/** What is read of the parameters of gtag("consent", "default" | "update", …). */
interface Switches {
  readonly personalization_storage?: unknown;
  readonly wait_for_update?: unknown;
}

/** What Google's tags hold of a switch. */
interface Held {
  readonly default?: unknown;
  readonly update?: unknown;
  /** The default waits for an update. */
  readonly quiet?: unknown;
}

/** `google_tag_data.ics`, which other vendors read as well and no page documents: all of it may be missing. */
interface Tags {
  /** Whether anybody has told them of consent. */
  readonly active?: unknown;
  readonly entries?: { readonly personalization_storage?: Held };
}

/**
 * Google's consent mode (developers.google.com/tag-platform/security/guides/consent): `personalization_storage` is both switches. An update is the shopper's answer. A
 * default is none: one that denies keeps everything in memory and unpersonal, and erases nothing, since every page of a shopper who agreed begins with it. Read from
 * the data layer; and from what Google's tags hold, since a banner's template in Tag Manager (setDefaultConsentState, updateConsentState) pushes nothing. Of defaults for
 * several regions the one that tags hold counts; of those in the layer the strictest, since Inkling does not know where the shopper is.
 */
export const google: Source = ({ say, problems, layer, signal }) => {
  let answer: boolean | undefined;
  let granted: boolean | undefined;
  let held: Held | undefined;
  let waits = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const tell = (): void => say(said());
  const said = (): Said => {
    if (answer !== undefined) return { store: answer, personalise: answer };
    if (waits) return { store: "pending" };
    return (held?.default ?? granted) === true
      ? { store: true, personalise: true }
      : { store: "pending", personalise: false };
  };
  const wait = (asked: unknown): void => {
    const ms = Math.min(Number(asked) || 0, MOST_WAIT_MS);
    if (ms <= 0) return;
    waits = true;
    clearTimeout(timer);
    timer = setTimeout(() => {
      waits = false;
      tell();
    }, ms);
  };
  const hear = (entry: object): void => {
    // Google's tags go by arguments alone: whoever pushed this has told them nothing, and waits for them as well.
    if (Array.isArray(entry) && entry[0] === "consent") problems.add("consent: an array is no gtag() command");
    const [command, kind, parameters] = commandOf(entry) ?? [];
    if (command !== "consent" || typeof parameters !== "object" || parameters === null) return;
    // Read by name only, each value compared.
    const { personalization_storage: state, wait_for_update: asked } = parameters as Switches;
    const known = state === "granted" || state === "denied";
    if (kind === "update" && known) answer = state === "granted";
    if (kind === "default") {
      if (known) granted = granted !== false && state === "granted";
      wait(asked);
    }
    tell();
  };
  const look = problems.guard(() => {
    const { google_tag_data } = globalThis as { readonly google_tag_data?: { readonly ics?: Tags } };
    const { active, entries } = google_tag_data?.ics ?? {};
    if (!active) return;
    const { default: first, update, quiet } = entries?.personalization_storage ?? {};
    if (held && held.default === first && held.update === update && held.quiet === quiet) return;
    // What they held before has been heard, and the layer may have said something else since.
    if (typeof update === "boolean" && held?.update !== update) answer = update;
    if (quiet === true) wait(MOST_WAIT_MS);
    else if (held?.quiet === true) waits = false;
    held = { default: first, update, quiet };
    tell();
  });
  signal.addEventListener("abort", () => clearTimeout(timer));
  followDataLayer(layer, hear, problems, signal);
  // Of an update that changes nothing, as a no after a default that denies, the tags tell nobody.
  keepLooking(look, signal);
};
