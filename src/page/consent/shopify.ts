import { type Said, type Source, whenThere } from "./source.ts";

/** What is read of Shopify's Customer Privacy API (shopify.dev/docs/api/customer-privacy). */
interface CustomerPrivacy {
  /** "yes", "no", or nothing where the shopper has not answered. */
  currentVisitorConsent(): { readonly preferences?: string; readonly analytics?: string };
  preferencesProcessingAllowed(): boolean;
  shouldShowBanner?(): boolean;
}
interface Shopify {
  readonly customerPrivacy?: CustomerPrivacy;
  loadFeatures(features: readonly object[], done: (error?: unknown) => void): void;
}

const FEATURE = { name: "consent-tracking-api", version: "0.1" };

/** "Preferences", which Shopify describes as personalising the visit, is both switches; no "analytics" keeps contributing off. */
export const shopify: Source = (ear) => {
  const find = (): Shopify | undefined => {
    const { Shopify } = globalThis as { readonly Shopify?: Partial<Shopify> };
    // What has this function has Shopify's.
    return typeof Shopify?.loadFeatures === "function" ? (Shopify as Shopify) : undefined;
  };
  whenThere(
    find,
    (shop) => {
      ear.say({ store: "pending" });
      const read = ear.problems.guard(() => {
        if (shop.customerPrivacy === undefined) throw new TypeError("consent: Shopify loaded no customerPrivacy");
        ear.say(answerOf(shop.customerPrivacy));
      });
      document.addEventListener("visitorConsentCollected", read, { signal: ear.signal });
      shop.loadFeatures([FEATURE], (error) => {
        if (error) ear.problems.add(`consent: Shopify's customer privacy did not load: ${error}`);
        else if (!ear.signal.aborted) read();
      });
    },
    ear,
  );
};

function answerOf(privacy: CustomerPrivacy): Said {
  const { preferences, analytics } = privacy.currentVisitorConsent();
  const contribute = analytics === "no" && ({ contribute: false } as const);
  if (preferences === "yes" || preferences === "no")
    return { store: preferences === "yes", personalise: preferences === "yes", ...contribute };
  if (privacy.shouldShowBanner?.() === true) return { store: "pending", ...contribute };
  // No answer: what the shop's region allows without one.
  return privacy.preferencesProcessingAllowed()
    ? { store: true, personalise: true, ...contribute }
    : { store: "pending", personalise: false, ...contribute };
}
