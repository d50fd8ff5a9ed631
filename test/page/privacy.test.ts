import axe from "axe-core";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { createInkling, type RankRequest } from "../../src/index.ts";
import type { Inkling, InklingOptions } from "../../src/page/api.ts";
import { OPT_OUT } from "../../src/page/consent/opt-out.ts";
import { CHINESE } from "../../src/page/elements/privacy/chinese.ts";
import { ENGLISH } from "../../src/page/elements/privacy/english.ts";
import { given } from "../../src/page/elements/privacy/given.ts";
import { type Known, Titles } from "../../src/page/elements/privacy/known.ts";
import type { View } from "../../src/page/elements/privacy/view.ts";
import { speechOf } from "../../src/page/elements/privacy/words.ts";
import { definePrivacy } from "../../src/privacy.ts";
import { pause, place } from "./support/markup.ts";

const catalog = "/build/test-shop/first/catalog.json";
const until = { timeout: 30_000, interval: 20 };

// A document has one registry of elements: its class asks whatever Inkling the running test has opened.
let current: Inkling;
const door = new Proxy({} as Inkling, { get: (_, name: keyof Inkling) => current[name] });
const languages = {
  en: () => import("../../src/privacy-en.ts"),
  zh: () => import("../../src/privacy-zh.ts"),
};

const files = vi.fn(() => import("../../src/privacy-files.ts"));

async function open(markup = "<inkling-privacy></inkling-privacy>", options: Partial<InklingOptions> = {}) {
  current = await createInkling({ catalog, ...options });
  const { inkling } = { inkling: current };
  onTestFinished(() => inkling.destroy());
  await definePrivacy(door, languages, files);
  const panel = place(markup).querySelector<HTMLElement>("inkling-privacy")!;
  await vi.waitUntil(() => panel.shadowRoot?.querySelector("section:not([hidden])"), until);
  return { inkling, panel, root: panel.shadowRoot! };
}

const section = (root: ShadowRoot, key: keyof typeof ENGLISH): HTMLElement =>
  root.querySelector<HTMLElement>(`[aria-labelledby=${key}]`)!;
const words = (root: ShadowRoot, key: keyof typeof ENGLISH): string =>
  section(root, key).textContent!.replace(/\s+/g, " ");
const press = (root: ShadowRoot, key: string): void => {
  const [found] = [...root.querySelectorAll<HTMLElement>("[data-key]")].filter((one) => one.dataset.key === key);
  if (found === undefined) throw new Error(`no control "${key}"`);
  found.focus();
  found.click();
};
const said = (root: ShadowRoot): string => root.querySelector("[role=status]")!.textContent!;
const saying = (root: ShadowRoot, text: string) => vi.waitUntil(() => said(root).includes(text), until);
async function findings(element: Element): Promise<readonly string[]> {
  const { violations } = await axe.run(element, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    rules: { region: { enabled: false } }, // the element is a part of a page
  });
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target} ${failureSummary}`),
  );
}

beforeEach(async () => {
  localStorage.removeItem(OPT_OUT);
  const before = await createInkling({ catalog: "" });
  await before.resume();
  await before.erase();
  before.destroy();
});

test("empty, then with what the shopper did: interests with their evidence, why each thing is shown; no finding of axe in either", async () => {
  const { inkling, root, panel } = await open();
  await vi.waitUntil(() => words(root, "interests").includes(ENGLISH.nothing), until);
  expect(words(root, "known")).toContain("Notes on what you did here: 0, in this browser.");
  expect(words(root, "given")).toMatch(
    /Nothing\..*Spent: 0%.*\(ε 0 of 5\.93 at δ 10⁻⁶\)\. Left: 100%.*storage resets.*orders is outside/,
  );
  expect(await findings(panel)).toEqual([]);
  await inkling.track("view_item", { item_id: "shoe-0" });
  await vi.waitUntil(() => /Prices around \S+$/.test(words(root, "interests")), until);
  for (const id of ["shoe-1", "shoe-2"]) await inkling.track("view_item", { item_id: id });
  await vi.waitUntil(() => /Prices mostly \S+ to \S+$/.test(words(root, "interests")), until);
  expect(words(root, "interests")).toContain("Sport > Running shoes");
  expect(words(root, "interests")).toMatch(/This visit.*Running shoes 100%from .*Storm running shoe/);
  await vi.waitUntil(() => words(root, "why").includes("Because you looked at"), until);
  section(root, "why").querySelector("details")!.open = true;
  await vi.waitUntil(() => /looked at: \w+ running shoe, /.test(words(root, "why")), until);
  expect(words(root, "why")).toContain("others looked at it next");
  expect(await findings(panel)).toEqual([]);
});

const report = {
  at: 1e12,
  to: "https://shop.example",
  task: "head",
  round: 3,
  bytes: 401,
  blocks: ["head"],
  microRho: 1,
};
function givenWords(contribution: object): string {
  // The casts: no more of what is known is drawn here, and nothing is pressed.
  const known = {
    status: {
      engine: { contribution: { spentMicroRho: 1, leftMicroRho: 9, tokens: 0, reports: [], ...contribution } },
    },
  } as unknown as Known;
  return given({ ...speechOf(ENGLISH, "en") } as View, known)
    .map(({ textContent }) => textContent)
    .join(" ");
}

test.each(["B", "C"] as const)("what was sent in trust mode %s says who can read it", (trustMode) => {
  const text = givenWords({ reports: [{ ...report, trustMode, fate: "accepted" }] });
  expect(text).toContain("round 3, 401 bytes, to https://shop.example: arrived");
  expect(text.includes("The shop’s server can read every lesson")).toBe(trustMode === "C");
});

test("where lessons have left and their list was erased it does not say that nothing left", () => {
  expect(givenWords({})).toMatch(/^Lessons have left\. The list of them was erased since\./);
  expect(givenWords({ spentMicroRho: 0, leftMicroRho: 10 })).toMatch(/^Nothing\./);
  expect(givenWords({ spentMicroRho: 0, leftMicroRho: 10, tokens: 2 })).not.toContain(ENGLISH.given_none);
});

test("more, less and never move what is shown, say why, keep the focus, and are taken back; starting afresh keeps them, erasing does not", async () => {
  // A list that explores names another product for once, and is not the one that the panel shows.
  const { inkling, root } = await open(undefined, { explore: 0 });
  for (const id of ["shoe-0", "shoe-1", "shoe-2"]) await inkling.track("view_item", { item_id: id });
  await vi.waitUntil(() => words(root, "interests").includes("Running shoes"), until);
  const key = "session never category Sport > Running shoes";
  press(root, key);
  await saying(root, ENGLISH.done);
  expect((root.activeElement as HTMLElement).dataset.key).toBe(key);
  expect(root.activeElement!.getAttribute("aria-pressed")).toBe("true");
  expect(root.activeElement!.getAttribute("aria-label")).toBe("Never: Sport > Running shoes");
  // Marked in the text's colour: a dark shop need not have said that it is dark.
  (root.host as HTMLElement).style.color = "rgb(1, 2, 3)";
  expect(getComputedStyle(root.activeElement!).boxShadow).toContain("rgb(1, 2, 3)");
  await vi.waitUntil(() => words(root, "wishes").includes("Never: Sport > Running shoes"), until);
  expect((await inkling.rank({ n: 6 })).items.some(({ id }) => id.startsWith("shoe"))).toBe(false);
  const [first] = (await inkling.rank({ n: 6 })).items;
  press(root, `less item ${first!.id}`);
  await vi.waitUntil(() => words(root, "wishes").includes("Less: "), until);

  press(root, "afresh");
  press(root, "afresh-yes");
  await vi.waitUntil(async () => (await inkling.events()).length === 0, until);
  expect((await inkling.steer()).wishes).toHaveLength(2);
  await vi.waitUntil(() => words(root, "known").includes(": 0,"), until);
  press(root, "back category Sport > Running shoes");
  await vi.waitUntil(() => !words(root, "wishes").includes("Running shoes"), until);
  expect((await inkling.steer()).wishes).toHaveLength(1);
  press(root, "erase");
  const middle = (of: Element): number => of.getBoundingClientRect().top + of.getBoundingClientRect().height / 2;
  expect(middle(root.activeElement!.parentElement!.firstElementChild!)).toBeCloseTo(middle(root.activeElement!), 0);
  press(root, "erase-no");
  expect((root.activeElement as HTMLElement).dataset.key).toBe("erase");
  press(root, "erase");
  press(root, "erase-yes");
  await vi.waitUntil(() => words(root, "wishes").includes(ENGLISH.wishes_none), until);
});

test("why is said of the products that the shopper has seen last, and before any were seen of those that would come first", async () => {
  const { inkling, root } = await open();
  await inkling.track("view_item", { item_id: "shoe-0" });
  const why = () => [...section(root, "why").querySelectorAll("[role=group]")].map(({ ariaLabel }) => ariaLabel);
  await vi.waitUntil(() => why().length === 6, until);
  const titles = async (ids: readonly string[]) =>
    (await inkling.rank({ ids, display: true })).items.map(({ display }) => display!.title);
  const seen = ["tent-1", "shoe-2"];
  for (const item_id of ["tent-1", "shoe-2", "tent-1"])
    await inkling.track("item_impression", { item_id, item_list_id: "s" });
  await vi.waitUntil(() => why().length === 2, until);
  expect(why().toSorted()).toEqual((await titles(seen)).toSorted());
});

test("an answer that comes late, of before a press, is not drawn over what came of the press", async () => {
  const { inkling, root } = await open();
  await inkling.track("view_item", { item_id: "shoe-0" });
  await vi.waitUntil(() => words(root, "interests").includes("Running shoes"), until);
  let release = (): void => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const before = await inkling.steer();
  const steer = vi.fn(async () => {
    await held;
    return before;
  });
  current = { ...inkling, steer };
  inkling.setContext({ page: "home" });
  await vi.waitUntil(() => steer.mock.calls.length > 0, until);
  current = inkling;
  press(root, "session never category Sport > Running shoes");
  await vi.waitUntil(async () => (await inkling.steer()).wishes.length === 1, until);
  // What is drawn soon after every change is drawn by then.
  await pause(1_000);
  release();
  await saying(root, ENGLISH.done);
  await pause(200);
  expect(words(root, "wishes")).toContain("Never: Sport > Running shoes");
});

test("titles are known again of products that were known before more than are kept", async () => {
  const rank = vi.fn(async ({ ids = [] }: RankRequest) => ({
    items: ids.map((id) => ({ id, display: { title: `Title ${id}` } })),
  }));
  // The cast: nothing else is asked.
  const titles = new Titles({ rank } as unknown as Inkling);
  const many = Array.from({ length: 1_000 }, (_, at) => `p${at}`);
  await titles.lookUp(many);
  await titles.lookUp(["one more"]);
  await titles.lookUp(["p0", "another"]);
  expect(["p0", "another"].map((id) => titles.of(id))).toEqual(["Title p0", "Title another"]);
});

test("what was pressed and is gone leaves the focus to what is pressed next in its section, or to its heading", async () => {
  const { inkling, root } = await open(undefined, { explore: 0 });
  await inkling.track("view_item", { item_id: "shoe-0" });
  await inkling.steer({ wish: "more", about: "brand", name: "One" });
  await inkling.steer({ wish: "more", about: "brand", name: "Two" });
  const focus = (): string =>
    (root.activeElement as HTMLElement | null)?.dataset.key ?? root.activeElement?.id ?? "none";
  await vi.waitUntil(() => root.querySelectorAll("[part=wish] > [data-key^=back]").length === 2, until);
  press(root, "back brand Two");
  await vi.waitUntil(() => words(root, "wishes").includes("One") && !words(root, "wishes").includes("Two"), until);
  expect(focus()).toBe("back brand One");
  press(root, "back brand One");
  await vi.waitUntil(() => words(root, "wishes").includes(ENGLISH.wishes_none), until);
  expect(focus()).toBe("wishes");
  await vi.waitUntil(() => section(root, "why").querySelectorAll("summary").length === 6, until);
  const [key] = [...section(root, "why").querySelectorAll<HTMLElement>("[data-key^='never item']")].map(
    ({ dataset }) => dataset.key!,
  );
  press(root, key!);
  await vi.waitUntil(() => !section(root, "why").querySelector(`[data-key="${key}"]`), until);
  expect(focus()).toMatch(/^never item /);
});

test("what a place is made of stays open as its section is drawn anew, and is not offered where it is made of nothing", async () => {
  const { inkling, root } = await open();
  await inkling.track("view_item", { item_id: "shoe-0" });
  const why = section(root, "why");
  await vi.waitUntil(() => words(root, "why").includes("Because you looked at"), until);
  const details = () => why.querySelectorAll("details");
  details()[0]!.open = true;
  await vi.waitUntil(() => details()[0]!.querySelector("li"), until);
  const before = details()[0];
  await inkling.steer({ wish: "more", about: "brand", name: "Ember" });
  await vi.waitUntil(() => details()[0] !== before, until);
  const opened = [...details()].filter(({ open }) => open);
  expect(opened.map((one) => one.querySelector("li") !== null)).toEqual([true]);
  await inkling.pause();
  await vi.waitUntil(() => words(root, "interests").includes(ENGLISH.idle), until);
  for (const { id, parts } of (await inkling.rank({ n: 6, slot: "inkling-privacy" })).items)
    expect([id, root.querySelector(`[data-key="why ${id}"]`) === null]).toEqual([id, Object.keys(parts).length === 0]);
});

test.each([
  ["en", ENGLISH],
  ["zh", CHINESE],
] as const)("why something was not done is said in %s, not in the engine's words", async (lang, language) => {
  const { inkling, root } = await open(`<inkling-privacy lang="${lang}"></inkling-privacy>`);
  await inkling.track("view_item", { item_id: "shoe-0" });
  await vi.waitUntil(() => root.querySelector("[part=interest] button"), until);
  const refused = async () => ({ wishes: [], reason: "request", message: "developers" });
  const late = async () => ({ reason: "timeout", message: "developers", imported: 0, erased: 0 });
  const broken = async () => Promise.reject(new TypeError("developers"));
  // The cast: only what is pressed below is asked for.
  current = {
    ...inkling,
    steer: (change) => (change ? refused() : inkling.steer()),
    export: late,
    startAfresh: broken,
  } as Inkling;
  const quiet = vi.spyOn(console, "error").mockImplementation(() => {});
  onTestFinished(() => quiet.mockRestore());
  press(root, root.querySelector<HTMLElement>("[part=interest] button")!.dataset.key!);
  await saying(root, language.no_room);
  press(root, "save");
  await saying(root, language.not_timeout);
  press(root, "afresh");
  press(root, "afresh-yes");
  await saying(root, language.not_request);
  expect(said(root)).not.toMatch(/developers|undefined/);
  expect(quiet).toHaveBeenCalledOnce();
});

test("pause, and the switches: what the shopper turns off stays off whoever says otherwise, until they turn it on", async () => {
  const { inkling, root, panel } = await open();
  const told = vi.fn();
  document.addEventListener("inkling-consent", told, { once: true });
  press(root, "pause");
  await vi.waitUntil(() => words(root, "known").includes(ENGLISH.is_paused), until);
  press(root, "pause");
  await vi.waitUntil(() => !words(root, "known").includes(ENGLISH.is_paused), until);
  await inkling.track("view_item", { item_id: "shoe-0" });
  // It erases, and asks as erasing does.
  const keep = () => root.querySelector<HTMLInputElement>("input[data-key=store]")!;
  await vi.waitUntil(() => words(root, "known").includes(": 1,"), until);
  press(root, "store");
  expect([keep().checked, (root.activeElement as HTMLElement).dataset.key]).toEqual([true, "store-no"]);
  press(root, "store-no");
  expect([keep().checked, root.activeElement, (await inkling.events()).length]).toEqual([true, keep(), 1]);
  press(root, "store");
  press(root, "store-yes");
  await vi.waitUntil(() => !keep().checked, until);
  await saying(root, ENGLISH.done);
  expect(root.activeElement).toBe(keep());
  expect(told.mock.calls[0]![0].detail).toEqual({ store: false, personalise: true, contribute: false });
  expect([await inkling.events(), localStorage.getItem(OPT_OUT)]).toEqual([[], "store"]);
  await vi.waitUntil(() => words(root, "known").includes("since keeping is off"), until);
  expect(await inkling.consent({ store: true })).toMatchObject({ store: false });
  panel.remove();

  const next = await open(undefined, { consent: { store: true, personalise: true } });
  await next.inkling.ready;
  expect((await next.inkling.status()).consent.store).toBe(false);
  expect(await next.inkling.track("view_item", { item_id: "shoe-0" })).toEqual({ stored: 0, reason: "consent" });
  await vi.waitUntil(() => section(next.root, "switches").querySelector("input"), until);
  press(next.root, "store");
  await saying(next.root, ENGLISH.done);
  expect([(await next.inkling.status()).consent.store, localStorage.getItem(OPT_OUT)]).toEqual([true, null]);
});

test("what the page's banner says no to cannot be switched on, and why stands there", async () => {
  const answer = { gdprApplies: true, eventStatus: "tcloaded", purpose: { consents: { 1: true, 5: true, 6: true } } };
  vi.stubGlobal("__tcfapi", (_: string, __: number, hear: (data: object, success: boolean) => void) =>
    hear(answer, true),
  );
  onTestFinished(() => void vi.unstubAllGlobals());
  const { root } = await open();
  await vi.waitUntil(() => words(root, "switches").includes(ENGLISH.banner), until);
  expect(root.querySelector<HTMLInputElement>("input[data-key=contribute]")!.disabled).toBe(true);
  expect(words(root, "switches")).not.toContain(ENGLISH.contribute_off);
});

test.each([
  [ENGLISH.yes, true],
  [ENGLISH.no, false],
])("what nobody has answered yet is neither on nor off: %s answers it in one press", async (answer, store) => {
  const { inkling, root, panel } = await open(undefined, { consent: { store: "pending" } });
  await vi.waitUntil(() => words(root, "switches").includes(ENGLISH.pending), until);
  const group = section(root, "switches").querySelector<HTMLElement>("[role=group]")!;
  expect([group.ariaLabel, section(root, "switches").querySelectorAll("[data-key=store][role=switch]")]).toEqual([
    ENGLISH.store,
    expect.objectContaining({ length: 0 }),
  ]);
  expect(await findings(panel)).toEqual([]);
  const button = [...group.querySelectorAll("button")].find(({ textContent }) => textContent === answer)!;
  button.focus();
  button.click();
  const input = () => root.querySelector<HTMLInputElement>("[data-key=store][role=switch]");
  await vi.waitUntil(input, until);
  expect([input()!.checked, root.activeElement]).toEqual([store, input()]);
  expect((await inkling.consent()).store).toBe(store);
  expect(localStorage.getItem(OPT_OUT) === null).toBe(store);
});

test("what is saved is taken in elsewhere: readable, and encrypted only by its passphrase; anything else is refused in words", async () => {
  const saved: Blob[] = [];
  const names: string[] = [];
  const make = vi.spyOn(URL, "createObjectURL").mockImplementation((blob) => `#${saved.push(blob as Blob)}`);
  const click = vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
    names.push(this.download);
  });
  onTestFinished(() => {
    make.mockRestore();
    click.mockRestore();
  });
  const { inkling, root } = await open();
  for (const id of ["shoe-0", "tent-1"]) await inkling.track("view_item", { item_id: id });
  await inkling.steer({ wish: "never", about: "brand", name: "Ember" });
  await vi.waitUntil(() => root.querySelector("[data-key=save]"), until);
  const fields = [...section(root, "keeping").querySelectorAll("input")];
  const [pass, again, filePass, file] = fields as [
    HTMLInputElement,
    HTMLInputElement,
    HTMLInputElement,
    HTMLInputElement,
  ];
  expect(files).not.toHaveBeenCalled();
  press(root, "save");
  await vi.waitUntil(() => saved.length === 1, until);
  expect(JSON.parse(await saved[0]!.text())).toMatchObject({
    format: "inkling-export",
    steering: ["never brand Ember"],
  });
  // Six letters, however many units they take; and spaces are none.
  for (const short of ["short", "🐎🐎🐎🐎🐎🐎", "short             "]) {
    pass.value = short;
    press(root, "seal");
    await saying(root, "needs 12 characters");
    pass.value = "correct horse battery é";
    press(root, "seal");
    await saying(root, ENGLISH.pass_other);
  }
  again.value = ` ${pass.value.normalize("NFD")}`;
  press(root, "seal");
  press(root, "seal");
  await saying(root, ENGLISH.done);
  expect(saved).toHaveLength(2);
  const sealed = await saved[1]!.text();
  expect(names).toEqual([
    expect.stringMatching(/^inkling-export-[\d-]+\.json$/),
    expect.stringMatching(/-encrypted\.json$/),
  ]);
  expect(JSON.parse(sealed)).toMatchObject({
    format: "inkling-export-encrypted",
    kdf: "PBKDF2-SHA256",
    rounds: 600_000,
  });
  expect(sealed).not.toMatch(/shoe|Ember/);
  await vi.waitUntil(() => pass.value === "", until);

  await inkling.erase();
  const give = (text: string): void => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], "file.json"));
    file.files = transfer.files;
  };
  const refused = async (text: string, why: string): Promise<void> => {
    give(text);
    press(root, "take");
    await saying(root, why);
  };
  // Nothing was chosen: nothing is done.
  press(root, "take");
  await saying(root, ENGLISH.bad_file);
  await refused("no JSON", ENGLISH.bad_file);
  await refused(`{"format":"other"}`, ENGLISH.bad_file);
  filePass.value = "another passphrase";
  await refused(sealed, ENGLISH.bad_pass);
  filePass.value = "correct horse battery é";
  await refused(JSON.stringify({ ...JSON.parse(sealed), rounds: 600_001 }), ENGLISH.bad_pass);
  expect(await inkling.events()).toEqual([]);
  await inkling.pause();
  await refused(sealed, ENGLISH.keeps_nothing);
  await inkling.resume();
  give(sealed);
  press(root, "take");
  await saying(root, "Taken in: 2 notes.");
  expect((await inkling.events()).map(({ item }) => item)).toEqual(["tent-1", "shoe-0"]);
  expect((await inkling.steer()).wishes).toEqual([{ wish: "never", about: "brand", name: "Ember" }]);
});

test.each([
  "display:flex",
  "display:flex;flex-direction:column;align-items:center",
  "display:grid;justify-items:center",
  "float:left",
  "display:inline-block",
  "width:fit-content",
])("it is as wide as what it says where its place shrinks to that (%s)", async (style) => {
  const { root } = await open(`<div style="${style}"><inkling-privacy></inkling-privacy></div>`);
  expect(section(root, "given").getBoundingClientRect().width).toBeGreaterThan(300);
});

test("what a press says is in sight where the press was, in a panel longer than the window", async () => {
  const { root } = await open();
  press(root, "erase");
  press(root, "erase-no");
  press(root, "pause");
  await saying(root, ENGLISH.done);
  for (const key of ["pause", "erase"]) {
    root.querySelector(`[data-key=${key}]`)!.scrollIntoView({ block: "center" });
    const { top, bottom } = root.querySelector("[role=status]")!.getBoundingClientRect();
    expect([top >= 0, bottom <= innerHeight]).toEqual([true, true]);
  }
  expect(root.querySelectorAll("[role=status], [aria-live]")).toHaveLength(1);
});

test.each([
  ["zh-Hans_CN", "zh", "known", CHINESE.known],
  ["zh_CN", "zh", "known", CHINESE.known],
  ["en-", "en", "known", ENGLISH.known],
])("a page's language that is no tag of one, %s, is %s", async (lang, locale, key, heading) => {
  const { root } = await open(`<inkling-privacy lang="${lang}"></inkling-privacy>`);
  expect([root.querySelector("[part=panel]")!.getAttribute("lang"), words(root, key as "known")]).toEqual([
    locale,
    expect.stringContaining(heading),
  ]);
});

test("what it says runs in the direction of its words, whatever the page's is", async () => {
  const { root } = await open(`<div lang="ar" dir="rtl"><inkling-privacy></inkling-privacy></div>`);
  const direction = (of: ShadowRoot): string => getComputedStyle(of.querySelector("[part=panel]")!).direction;
  expect(direction(root)).toBe("ltr");
  const own = place(`<inkling-privacy lang="ar"></inkling-privacy>`).firstElementChild as HTMLElement & {
    words: object;
  };
  own.words = { known: "ما يُحفظ" };
  await vi.waitUntil(() => own.shadowRoot?.querySelector("section:not([hidden])"), until);
  expect(direction(own.shadowRoot!)).toBe("rtl");
});

test("Chinese where the page is, a shop's own words, and without an engine the reason and the switches", async () => {
  const { inkling, root, panel } = await open(`<div lang="zh-CN"><inkling-privacy></inkling-privacy></div>`);
  for (const id of ["shoe-0", "shoe-1", "shoe-2"]) await inkling.track("view_item", { item_id: id });
  await vi.waitUntil(() => words(root, "why").includes("因为您看过"), until);
  expect(root.querySelector("[part=panel]")!.getAttribute("lang")).toBe("zh-CN");
  expect(await findings(panel)).toEqual([]);
  expect(Object.keys(CHINESE)).toEqual(expect.arrayContaining(Object.keys(ENGLISH)));
  const placeholders = (text: string | undefined): readonly string[] => (text?.match(/\{\w+\}/g) ?? []).sort();
  for (const [name, text] of Object.entries(ENGLISH))
    expect([name, placeholders(CHINESE[name as keyof typeof ENGLISH])]).toEqual([name, placeholders(text)]);

  const own = place(`<inkling-privacy lang="fr"></inkling-privacy>`).firstElementChild as HTMLElement & {
    words: object;
  };
  own.words = { known: "Ce qui est gardé" };
  await vi.waitUntil(() => own.shadowRoot?.querySelector("h2")?.textContent === "Ce qui est gardé", until);

  const dead = await open(undefined, { workerUrl: "/nothing-here.js" });
  expect(dead.root.querySelector("[part=failure]")!.textContent).toMatch(
    /^Nothing runs here, and the shop keeps its own order: no worker: /,
  );
  expect(
    [...dead.root.querySelectorAll("section:not([hidden])")].map((one) => one.getAttribute("aria-labelledby")),
  ).toEqual(["switches"]);
  expect(await findings(dead.panel)).toEqual([]);
});
