import { expect, onTestFinished, test, vi } from "vitest";
import { followNavigation, isAnotherView } from "../../../src/page/capture/navigation.ts";
import { openRig } from "../support/scripted.ts";

/** What a browser without the Navigation API has: nothing, or what the page calls so. */
function withoutApi(value?: unknown): void {
  Object.defineProperty(globalThis, "navigation", { value, configurable: true });
  onTestFinished(() => void Reflect.deleteProperty(globalThis, "navigation"));
}

function follow() {
  const life = new AbortController();
  const turned = vi.fn();
  const before = location.href;
  followNavigation(turned, life.signal);
  onTestFinished(() => {
    life.abort();
    history.replaceState({}, "", before);
  });
  return { turned, life };
}

test("another path is another view, another query where it is pushed", () => {
  const at = (pathname: string, search = "") => ({ pathname, search });
  expect(isAnotherView(at("/a"), at("/b"), true)).toBe(true);
  expect(isAnotherView(at("/a"), at("/a", "?page=2"), false)).toBe(true);
  expect(isAnotherView(at("/a"), at("/a", "?colour=red"), true)).toBe(false);
  expect(isAnotherView(at("/a"), at("/a"), false)).toBe(false);
});

test.each(["with", "without"])("pages that are routed by the hash turn %s the Navigation API", async (has) => {
  if (has === "without") withoutApi();
  const { turned } = follow();
  const go = async (hash: string, times: number) => {
    location.hash = hash;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect([hash, turned.mock.calls.length]).toEqual([hash, times]);
  };
  await go("#reviews", 0);
  await go("#/p/A", 1);
  await go("#!/p/A", 2);
  await go("#reviews", 2);
  await go("#!/p/A", 2);
  await go("#!/p/A?size=42", 3);
  history.replaceState({}, "", "#!/p/A?size=43");
  expect(turned).toHaveBeenCalledTimes(3);
  history.replaceState({}, "", "#!/p/B");
  expect(turned).toHaveBeenCalledTimes(4);
  history.pushState({}, "", location.pathname);
  expect(turned).toHaveBeenCalledTimes(5);
});

test.each(["with", "without"])("pages of one document turn %s the Navigation API", async (has) => {
  if (has === "without") withoutApi();
  const { turned, life } = follow();
  const { pathname } = location;
  history.replaceState({}, "", "?colour=red");
  history.pushState({}, "", "#reviews");
  expect(turned).toHaveBeenCalledTimes(0);
  history.pushState({}, "", "/one");
  history.replaceState({}, "", "/two");
  expect(turned).toHaveBeenCalledTimes(2);
  history.back();
  await vi.waitUntil(() => location.pathname === pathname);
  await vi.waitUntil(() => turned.mock.calls.length === 3);
  life.abort();
  history.pushState({}, "", "/three");
  expect(turned).toHaveBeenCalledTimes(3);
});

test.each([
  ["an element of that id", () => document.createElement("nav")],
  ["two of them", () => document.getElementsByTagName("nav")],
  ["a text", () => "main"],
  ["half of it", () => ({ currentEntry: null })],
])("where the page calls %s navigation, its history is followed", (_, make) => {
  withoutApi(make());
  const { turned } = follow();
  history.pushState({}, "", "/six");
  expect(turned).toHaveBeenCalledTimes(1);
});

test("a history whose prototype is frozen, or that is replaced later, stays the shop's own", () => {
  withoutApi();
  const own = vi.fn(() => "the shop's own");
  Object.defineProperty(history, "pushState", { value: own, writable: true, configurable: true });
  onTestFinished(() => {
    Reflect.deleteProperty(history, "pushState");
    Reflect.deleteProperty(history, "replaceState");
  });
  follow();
  expect(history.pushState({}, "", "/four")).toBe("the shop's own");
  expect(own.mock.contexts).toEqual([history]);
  own.mockImplementation(() => {
    throw new RangeError("the shop's own");
  });
  expect(() => history.pushState({}, "", "/five")).toThrow(RangeError);
});

test("a page that is made ahead of its visit does nothing before it is shown", async () => {
  Object.defineProperty(document, "prerendering", { value: true, configurable: true });
  onTestFinished(() => void Reflect.deleteProperty(document, "prerendering"));
  const rig = openRig([{}]);
  void rig.inkling.track("page_view");
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  expect(rig.lives()).toBe(0);
  Object.defineProperty(document, "prerendering", { value: false, configurable: true });
  document.dispatchEvent(new Event("prerenderingchange"));
  await vi.waitUntil(() => rig.lives() === 1, 10_000);
  await vi.waitUntil(() => rig.of("append").flatMap(({ events }) => events).length === 1, 10_000);
});
