import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import type { Consent } from "../../src/core/bridge/protocol.ts";
import type { InklingOptions } from "../../src/page/api.ts";
import { followConsent } from "../../src/page/consent/follow.ts";
import { OPT_OUT } from "../../src/page/consent/opt-out.ts";
import { createProblems } from "../../src/page/problems.ts";
import { leftInTab } from "./support/left.ts";
import { pause, turnPage } from "./support/markup.ts";
import { openRig } from "./support/scripted.ts";

const until = { timeout: 30_000, interval: 10 };
const globals = globalThis as unknown as Record<string, unknown>;
const PENDING = { store: "pending", personalise: true } as const;
const GRANTED = { store: true, personalise: true } as const;
const DENIED = { store: false, personalise: false } as const;

/** A global of the page for one test. */
function put(name: string, value: unknown): void {
  globals[name] = value;
  onTestFinished(() => void delete globals[name]);
}

/** What gtag() pushes is its Arguments. */
function gtag(..._: readonly unknown[]): void {
  // biome-ignore lint/complexity/noArguments: as Google's own snippet has it.
  for (const layer of [globals.dataLayer, globals.shopLayer]) if (Array.isArray(layer)) layer.push(arguments);
}

function follow() {
  const heard: Partial<Consent>[] = [];
  const problems = createProblems();
  const life = new AbortController();
  onTestFinished(() => life.abort());
  followConsent((change) => heard.push(change), problems, life.signal);
  /** What was said last, once it is told. */
  const last = async () => {
    await Promise.resolve();
    return heard.at(-1);
  };
  return { heard, problems, life, last };
}

/** A consent platform of the framework, as its CMP API v2 has it. */
function platform(first: object) {
  const listeners = new Map<number, (data: object, success: boolean) => void>();
  let ids = 0;
  let data: object = { gdprApplies: true, cmpStatus: "loaded", ...first };
  put("__tcfapi", (command: string, version: number, hear: (data: object, success: boolean) => void, id: number) => {
    expect(version).toBe(2);
    if (command === "removeEventListener") hear({}, listeners.delete(id));
    else if (command === "addEventListener") {
      listeners.set(++ids, hear);
      hear({ ...data, listenerId: ids }, true);
    } else throw new Error(`unexpected ${command}`);
  });
  const tell = (next: object): void => {
    data = { ...data, ...next };
    for (const [id, hear] of listeners) hear({ ...data, listenerId: id }, true);
  };
  return { tell, listeners };
}
const purposes = (...ids: readonly number[]) => ({
  purpose: { consents: Object.fromEntries(ids.map((id) => [id, true])) },
});

// Other files of the same origin would find it.
afterEach(() => localStorage.removeItem(OPT_OUT));

test("Google's consent mode: history and updates; a default is waited out, and one that denies is no answer", async () => {
  put("dataLayer", []);
  gtag("consent", "default", { ad_storage: "denied", personalization_storage: "denied", wait_for_update: 80 });
  const { heard, last, problems } = follow();
  expect(await last()).toEqual(PENDING);
  await vi.waitUntil(() => heard.length === 2, until);
  expect(await last()).toEqual({ store: "pending", personalise: false });
  gtag("consent", "update", { ad_storage: "granted" });
  gtag("event", "purchase", { personalization_storage: "granted" });
  (globals.dataLayer as unknown[]).push(["consent", "update", { personalization_storage: "granted" }], { event: "x" });
  expect([heard.length, problems.last]).toEqual([2, ["consent: an array is no gtag() command"]]);
  gtag("consent", "update", { personalization_storage: "granted" });
  expect(await last()).toEqual(GRANTED);
  gtag("consent", "update", { personalization_storage: "denied" });
  expect(await last()).toEqual(DENIED);
  // Of a history only the last word is heard.
  const later = follow();
  expect([await later.last(), later.heard.length]).toEqual([DENIED, 1]);
});

test("Google's defaults: granted holds, the strictest region counts, and one that does not name the switch grants nothing", async () => {
  put("dataLayer", []);
  gtag("consent", "default", { personalization_storage: "granted" });
  expect(await follow().last()).toEqual(GRANTED);
  gtag("consent", "default", { personalization_storage: "denied", region: ["DE"] });
  expect(await follow().last()).toEqual({ store: "pending", personalise: false });
  put("dataLayer", []);
  gtag("consent", "default", { ad_storage: "denied", analytics_storage: "granted" });
  gtag("consent", "update", { analytics_storage: "granted" });
  gtag("consent", "update", null);
  expect(await follow().last()).toEqual({ store: "pending", personalise: false });
});

/** What Google's tags hold, as far as it is read. */
function googleTags() {
  const ics = { active: false, entries: {} as Record<string, object> };
  put("google_tag_data", { ics });
  return (entry: object): void => {
    ics.active = true;
    ics.entries.personalization_storage = { ...ics.entries.personalization_storage, ...entry };
  };
}

test("what a banner's template in Tag Manager tells Google's tags, of which the data layer says nothing, is heard", async () => {
  put("dataLayer", [{ "gtm.start": 1, event: "gtm.js" }]);
  const hold = googleTags();
  const { heard, last, life, problems } = follow();
  const said = async (many: number) => {
    await vi.waitUntil(() => heard.length === many, until);
    return last();
  };
  expect(await last()).toBe(undefined); // tags that nobody has told of consent
  hold({ default: false });
  expect(await said(1)).toEqual({ store: "pending", personalise: false });
  hold({ update: false });
  expect(await said(2)).toEqual(DENIED);
  hold({ update: true });
  expect(await said(3)).toEqual(GRANTED);
  // What they still hold is older than what the layer says.
  gtag("consent", "update", { personalization_storage: "denied" });
  expect(await said(4)).toEqual(DENIED);
  await pause(1_200);
  hold({ update: undefined });
  dispatchEvent(new PageTransitionEvent("pagehide", { persisted: false }));
  hold({ update: true });
  dispatchEvent(new PageTransitionEvent("pagehide", { persisted: false }));
  expect(await said(5)).toEqual(GRANTED);
  const later = follow();
  expect([await later.last(), later.heard.length]).toEqual([GRANTED, 1]);
  life.abort();
  hold({ update: false });
  await vi.waitUntil(() => later.heard.length === 2, until);
  expect([heard.length, await later.last(), problems.count]).toEqual([5, DENIED, 0]);
});

test("a default that Google's tags let wait for its update is waited for, and what they resolve for the shopper's region counts", async () => {
  put("dataLayer", []);
  gtag("consent", "default", { personalization_storage: "denied", region: ["DE"] });
  const hold = googleTags();
  hold({ default: true, quiet: true });
  const { heard, last } = follow();
  expect(await last()).toEqual(PENDING);
  hold({ quiet: false });
  await vi.waitUntil(() => heard.length === 2, until);
  expect(await last()).toEqual(GRANTED);
  gtag("consent", "default", { personalization_storage: "denied", region: ["FR"] });
  expect(await last()).toEqual(GRANTED);
});

test("Google's tags that hold other switches alone grant nothing, and where all is missing nothing goes wrong", async () => {
  put("google_tag_data", { ics: { active: true } });
  const { last, problems } = follow();
  expect(await last()).toEqual({ store: "pending", personalise: false });
  put("google_tag_data", {});
  expect(await follow().last()).toBe(undefined);
  expect(problems.count).toBe(0);
});

test("IAB TCF: pending until answered, then by purposes 1, 5 and 6; 9 and 10 for contributing; where no law asks, no say", async () => {
  const cmp = platform({ eventStatus: "cmpuishown" });
  const { last, life, problems } = follow();
  expect(await last()).toEqual(PENDING);
  cmp.tell({ eventStatus: "useractioncomplete", ...purposes(1, 5, 6, 9, 10) });
  expect(await last()).toEqual(GRANTED);
  cmp.tell({ eventStatus: "cmpuishown", ...purposes() });
  expect(await last()).toEqual(GRANTED); // shown again: the answer stands until there is another
  cmp.tell({ eventStatus: "useractioncomplete", ...purposes(1, 5) });
  expect(await last()).toEqual({ store: true, personalise: false, contribute: false });
  cmp.tell({ purpose: { consents: { 5: true }, legitimateInterests: { 1: true, 6: true } } });
  expect(await last()).toEqual({ store: false, personalise: false, contribute: false });
  cmp.tell({ gdprApplies: false });
  expect(await last()).toEqual(GRANTED);
  life.abort();
  cmp.tell({ eventStatus: "useractioncomplete" });
  expect([cmp.listeners.size, problems.count]).toEqual([0, 0]);
});

test("a platform that comes later is found; over Google's word the framework's counts", async () => {
  put("dataLayer", []);
  gtag("consent", "default", { personalization_storage: "granted" });
  const { heard, last } = follow();
  expect(await last()).toEqual(GRANTED);
  platform({ eventStatus: "tcloaded", ...purposes() });
  await vi.waitUntil(() => heard.length > 1, until);
  expect(await last()).toEqual({ ...DENIED, contribute: false });
});

test("a platform that comes when others have long spoken is found as well", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  put("dataLayer", []);
  gtag("consent", "default", { personalization_storage: "granted" });
  const { last } = follow();
  expect(await last()).toEqual(GRANTED);
  await vi.advanceTimersByTimeAsync(120_000);
  platform({ eventStatus: "tcloaded", ...purposes() });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await last()).toEqual({ ...DENIED, contribute: false });
});

test("what is no platform's but has its name is told of, and asked for once", async () => {
  put("__tcfapi", {});
  const { problems, heard } = follow();
  await pause(1_200);
  expect([problems.count, problems.last, heard]).toEqual([
    1,
    [expect.stringContaining("__tcfapi is there, and no function")],
    [],
  ]);
});

test("Shopify's customer privacy that does not come with its feature grants nothing", async () => {
  put("Shopify", { loadFeatures: (_: unknown, done: () => void) => done() });
  const { last, problems } = follow();
  expect([await last(), problems.last]).toEqual([PENDING, [expect.stringContaining("no customerPrivacy")]]);
});

test("Shopify's customer privacy: the feature is asked for, the answer and each new one heard", async () => {
  let answer: object = { marketing: "", analytics: "", preferences: "", sale_of_data: "" };
  let shows = true;
  let asked: unknown;
  const privacy = {
    currentVisitorConsent: () => answer,
    preferencesProcessingAllowed: () => !shows,
    shouldShowBanner: () => shows,
  };
  const Shopify: Record<string, unknown> = {
    loadFeatures(features: unknown, done: (error?: unknown) => void) {
      asked = features;
      Shopify.customerPrivacy = privacy;
      done();
    },
  };
  put("Shopify", Shopify);
  const { last, problems } = follow();
  expect(asked).toEqual([{ name: "consent-tracking-api", version: "0.1" }]);
  expect(await last()).toEqual(PENDING);
  shows = false;
  expect(await follow().last()).toEqual(GRANTED); // a region that asks nothing
  const collected = (next: object): void => {
    answer = next;
    document.dispatchEvent(new CustomEvent("visitorConsentCollected", { detail: {} }));
  };
  collected({ marketing: "no", analytics: "no", preferences: "yes", sale_of_data: "no" });
  expect(await last()).toEqual({ ...GRANTED, contribute: false });
  collected({ marketing: "no", analytics: "yes", preferences: "no", sale_of_data: "no" });
  expect(await last()).toEqual(DENIED);
  collected(null as unknown as object);
  expect(problems.count).toBeGreaterThan(0);
});

const consentOf = async (options: Partial<InklingOptions>) => {
  const rig = openRig([{}], options);
  await rig.inkling.ready;
  return { ...rig, now: async () => (await rig.inkling.status()).consent };
};

test("a page with a banner starts pending and follows it; what the shop's own code names is the shop's", async () => {
  put("dataLayer", []);
  gtag("consent", "default", { personalization_storage: "denied" });
  const { inkling, now, of } = await consentOf({});
  expect(of("open")[0]?.consent).toEqual({ store: "pending", personalise: false, contribute: false });
  gtag("consent", "update", { personalization_storage: "granted" });
  await vi.waitUntil(async () => (await now()).store === true, until);
  await inkling.consent({ personalise: false, store: "maybe" as never }); // which names no switch but one
  gtag("consent", "update", { personalization_storage: "denied" });
  await vi.waitUntil(async () => (await now()).store === false, until);
  gtag("consent", "update", { personalization_storage: "granted" });
  await vi.waitUntil(async () => (await now()).store === true, until);
  expect(await now()).toEqual({ store: true, personalise: false, contribute: false });
});

test("a banner that comes after the page was idle is found and followed", async () => {
  const { inkling, now, of } = await consentOf({});
  expect((await now()).store).toBe(true);
  put("dataLayer", []);
  gtag("consent", "default", { personalization_storage: "denied" });
  await vi.waitUntil(async () => (await now()).store === "pending", until);
  gtag("consent", "update", { personalization_storage: "denied" });
  await vi.waitUntil(async () => (await now()).store === false, until);
  await vi.waitUntil(() => of("consent").length === 3, until);
  expect(of("consent").map(({ consent }) => consent.store)).toEqual(["pending", "pending", false]);
  expect(await inkling.track("view_item", { item_id: "A" })).toMatchObject({ stored: 0, reason: "consent" });
});

test("a banner that tells Google's tags alone is found after the page was idle, and a no after a default that denies erases", async () => {
  const { now, of } = await consentOf({});
  expect((await now()).store).toBe(true);
  const hold = googleTags();
  hold({ default: false });
  await vi.waitUntil(async () => (await now()).store === "pending", until);
  hold({ update: false });
  await vi.waitUntil(() => of("consent").at(-1)?.consent.store === false, until);
});

test("consent mode is read from a data layer of another name", async () => {
  put("shopLayer", []);
  gtag("consent", "default", { personalization_storage: "granted" });
  gtag("consent", "update", { personalization_storage: "denied" });
  const { now } = await consentOf({ dataLayer: "shopLayer" });
  await vi.waitUntil(async () => (await now()).store === false, until);
  expect(await (await consentOf({})).now()).toMatchObject(GRANTED);
});

test("a banner is asked for the switches that the shop leaves open, and for those that it names with no value they take", async () => {
  put("dataLayer", []);
  gtag("consent", "default", { personalization_storage: "denied" });
  const half = await consentOf({ consent: { contribute: true } });
  expect(half.of("open")[0]?.consent).toEqual({ store: "pending", personalise: false, contribute: true });
  const nothing = { store: undefined, personalise: "yes", foo: false } as unknown as Consent;
  const unclear = await consentOf({ consent: nothing });
  const later = await consentOf({});
  await later.inkling.consent(nothing, "shopper");
  expect(localStorage.getItem(OPT_OUT)).toBe(null);
  const both = await consentOf({ consent: { store: true, personalise: true } });
  gtag("consent", "update", { personalization_storage: "denied" });
  for (const { now } of [half, unclear, later]) await vi.waitUntil(async () => (await now()).store === false, until);
  expect(await half.now()).toEqual({ ...DENIED, contribute: true });
  expect(await both.now()).toEqual({ ...GRANTED, contribute: false });
});

test("a global of the shop that throws is one to be asked: the engine starts, and nothing is kept meanwhile", async () => {
  const broken = (name: string, value: PropertyDescriptor): void => {
    Object.defineProperty(globalThis, name, { ...value, configurable: true });
    onTestFinished(() => void delete globals[name]);
  };
  const failing = (): never => {
    throw new Error("the shop's");
  };
  const uncaught = vi.fn((event: Event) => event.preventDefault());
  addEventListener("error", uncaught);
  onTestFinished(() => removeEventListener("error", uncaught));
  broken("Shopify", { get: failing });
  const { now, of } = await consentOf({});
  expect(of("open")[0]?.consent.store).toBe("pending");
  broken("Shopify", { value: { __proto__: null } });
  broken("dataLayer", { value: [Object.defineProperty({}, 0, { get: failing })] });
  expect((await (await consentOf({})).now()).store).toBe("pending");
  expect((await now()).store).toBe("pending");
  expect(uncaught).not.toHaveBeenCalled();
});

test("without a banner the defaults hold, `auto` waits for one, and what the shop says itself is not asked for elsewhere", async () => {
  expect(await (await consentOf({})).now()).toEqual({ ...GRANTED, contribute: false });
  const auto = await consentOf({ consent: "auto" });
  expect((await auto.now()).store).toBe("pending");
  put("dataLayer", []);
  gtag("consent", "update", { personalization_storage: "granted" });
  await vi.waitUntil(async () => (await auto.now()).store === true, until);
  gtag("consent", "update", { personalization_storage: "denied" });
  const said = await consentOf({ consent: { store: true } });
  await pause(50);
  expect((await said.now()).store).toBe(true);
});

test("Global Privacy Control keeps contributing off, whoever asks for it", async () => {
  Object.defineProperty(navigator, "globalPrivacyControl", { value: true, configurable: true });
  onTestFinished(() => void delete (navigator as { globalPrivacyControl?: unknown }).globalPrivacyControl);
  const { inkling, now } = await consentOf({ consent: { contribute: true } });
  expect((await now()).contribute).toBe(false);
  expect((await inkling.consent({ contribute: true }, "shopper")).contribute).toBe(false);
  Object.defineProperty(navigator, "globalPrivacyControl", { value: false, configurable: true });
  expect((await inkling.consent({ contribute: true })).contribute).toBe(true);
});

test("what the shopper turns off holds over shop and banner, on every page and in every tab, and is all that is remembered", async () => {
  const before = { ...localStorage };
  const { inkling, now } = await consentOf({});
  await inkling.consent({ personalise: false, contribute: false }, "shopper");
  expect(localStorage.getItem(OPT_OUT)).toBe("personalise contribute");
  expect({ ...localStorage }).toEqual({ ...before, [OPT_OUT]: "personalise contribute" });
  expect(document.cookie).toBe("");
  expect(await inkling.consent({ personalise: true })).toMatchObject({ personalise: false });
  expect(await inkling.consent({ personalise: true }, "shopper")).toEqual({ ...GRANTED, contribute: false });
  expect(localStorage.getItem(OPT_OUT)).toBe("contribute");
  // Another tab of the shop.
  localStorage.setItem(OPT_OUT, "store");
  dispatchEvent(new StorageEvent("storage", { key: OPT_OUT }));
  await vi.waitUntil(async () => (await now()).store === false, until);
  expect((await (await consentOf({ consent: { store: true } })).now()).store).toBe(false);
});

test("a page that comes back from the cache knows what the shopper has turned off in another tab meanwhile", async () => {
  const { inkling, record, of } = await consentOf({});
  turnPage("pagehide", true);
  // Of a page that rests no browser has to tell.
  localStorage.setItem(OPT_OUT, "store");
  turnPage("pageshow", true);
  expect(await record("view_item", { item_id: "A" }, 1)).toEqual({ stored: 0, reason: "consent" });
  expect((await inkling.status()).consent.store).toBe(false);
  expect(of("consent").at(-1)?.consent.store).toBe(false);
  // Nor what that tab has said before this one was left, where it is told of late.
  localStorage.setItem(OPT_OUT, "personalise");
  turnPage("pagehide", true);
  turnPage("pageshow", true);
  await vi.waitUntil(() => of("consent").at(-1)?.consent.personalise === false, until);
});

test("what the shopper turns off where local storage is full holds as long as the page, is told, and takes nothing back that was remembered", async () => {
  const { inkling, now } = await consentOf({});
  await inkling.consent({ personalise: false }, "shopper");
  const full = vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
    throw new DOMException("it is full", "QuotaExceededError");
  });
  onTestFinished(() => full.mockRestore());
  expect(await inkling.consent({ store: false }, "shopper")).toMatchObject({ store: false, personalise: false });
  expect((await now()).store).toBe(false);
  expect((await inkling.status()).problems.last).toEqual([expect.stringContaining("it is full")]);
  expect(localStorage.getItem(OPT_OUT)).toBe("personalise");
});

test("a source's no to contributing holds whoever says yes, until it says otherwise; one that stands there as the page opens calls nothing back", async () => {
  const withdrawn = () => of("consent").map((request) => request.withdrawn);
  const yes = purposes(1, 5, 6, 9, 10);
  const { tell } = platform({ eventStatus: "tcloaded", ...purposes(1, 5, 6) });
  const { inkling, now, of } = await consentOf({});
  await vi.waitUntil(async () => (await now()).store === true, until);
  expect(await inkling.consent({ contribute: true }, "shopper")).toEqual({ ...GRANTED, contribute: false });
  expect(withdrawn()).not.toContain(true);
  tell({ eventStatus: "useractioncomplete", ...yes });
  await vi.waitUntil(async () => (await now()).contribute, until);
  tell({ eventStatus: "useractioncomplete", ...purposes(1) });
  await vi.waitUntil(async () => !(await now()).contribute, until);
  await vi.waitUntil(() => withdrawn().at(-1), until);
});

test("a page left before it was idle keeps nothing of a shopper who has opted out, nor where a banner is to be asked", () => {
  const leave = (options: Partial<InklingOptions>): string | null => {
    const rig = openRig([{}], options);
    void rig.inkling.track("view_item", { item_id: "A" });
    dispatchEvent(new PageTransitionEvent("pagehide", { persisted: false }));
    const left = leftInTab();
    sessionStorage.clear();
    rig.inkling.destroy();
    return left;
  };
  expect(leave({})).toContain('"A"');
  put("__tcfapi", () => {});
  expect(leave({})).toBe(null);
  expect(leave({ consent: { store: true } })).toContain('"A"');
  localStorage.setItem(OPT_OUT, "store");
  expect(leave({ consent: { store: true } })).toBe(null);
});
