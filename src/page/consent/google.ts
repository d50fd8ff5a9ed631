import { commandOf, followDataLayer } from "../capture/data-layer.ts";
import type { Said, Source } from "./source.ts";

/** The longest that a page may ask to wait for its banner. */
const MOST_WAIT_MS = 10_000;

/** What is read of the parameters of gtag("consent", "default" | "update", …). */
interface Switches {
  readonly personalization_storage?: unknown;
  readonly wait_for_update?: unknown;
}

/**
 * Google's consent mode, read from the data layer (developers.google.com/tag-platform/security/guides/consent): `personalization_storage` is both switches. An update
 * is the shopper's answer. A default is none: one that denies keeps everything in memory and unpersonal, and erases nothing, since every page of a shopper who agreed
 * begins with it. Of defaults for several regions the strictest counts: where the shopper is, Inkling does not know.
 */
export const google: Source = ({ say, problems, layer, signal }) => {
  let answer: boolean | undefined;
  let granted: boolean | undefined;
  let waits = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const tell = (): void => say(said());
  const said = (): Said => {
    if (answer !== undefined) return { store: answer, personalise: answer };
    if (waits) return { store: "pending" };
    return granted === true ? { store: true, personalise: true } : { store: "pending", personalise: false };
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
  signal.addEventListener("abort", () => clearTimeout(timer));
  followDataLayer(layer, hear, problems, signal);
};
