import { override } from "./override.ts";

/** In Chromium and Safari, and not yet in the DOM library's types of every TypeScript. */
interface Navigating extends Event {
  readonly navigationType: "push" | "replace" | "traverse" | "reload" | null;
}

type Place = Pick<Location, "pathname" | "search">;

/** Another path is another view, another query only where the shopper can go back from it: filters replace theirs. */
export function isAnotherView(from: Place, to: Place, replaces: boolean): boolean {
  return from.pathname !== to.pathname || (!replaces && from.search !== to.search);
}

/**
 * Calls `turned` whenever a page of a single document gives way to another, by the Navigation API, and where there is none by a
 * history whose methods pass everything through.
 */
export function followNavigation(turned: () => void, signal: AbortSignal): void {
  let route = "";
  /** A hash that routes, "#/p/A?size=42" or "#!/p/A", goes on with path and query; an anchor is on the page that is there. */
  const here = (): Place => {
    const { pathname, search, hash } = location;
    if (/^($|#[/!])/.test(hash)) route = hash;
    const [path, query = ""] = route.split("?");
    return { pathname: pathname + path, search: search + query };
  };
  let place = here();
  const look = (replaces: boolean): void => {
    const from = place;
    place = here();
    if (!signal.aborted && isAnotherView(from, place, replaces)) turned();
  };
  const { navigation } = globalThis as { readonly navigation?: unknown };
  if (isApi(navigation)) {
    // The listener's type: this event of the Navigation API.
    const follow = (event: Event): void => look((event as Navigating).navigationType === "replace");
    navigation.addEventListener("currententrychange", follow, { signal });
    return;
  }
  addEventListener("popstate", () => look(false), { signal });
  patch("pushState", () => look(false));
  patch("replaceState", () => look(true));
}

/** A browser without it gives an element of that id, or whatever the shop calls so. */
const isApi = (value: unknown): value is EventTarget =>
  typeof value === "object" &&
  value !== null &&
  "currentEntry" in value &&
  "addEventListener" in value &&
  typeof value.addEventListener === "function";

function patch(name: "pushState" | "replaceState", done: () => void): void {
  const method = history[name];
  override(history, name, function (this: History, ...args: Parameters<History["pushState"]>): unknown {
    const given: unknown = Reflect.apply(method, this, args);
    done();
    return given;
  });
}
