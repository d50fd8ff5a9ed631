import type { Problems } from "../problems.ts";
import { keepLooking } from "./keep-looking.ts";
import { override } from "./override.ts";

/** Entries of the layer that are looked at, the newest: Tag Manager keeps 300 itself. */
const MAX_ENTRIES = 1_000;

/** Told of each push, before it and after it. */
interface Follower {
  before(): void;
  after(entries: readonly unknown[]): void;
}

/** Whoever follows a layer, for every copy of this code: chunks are bundled apart, and push is wrapped once. */
const FOLLOWERS: unique symbol = Symbol.for("inkling.data-layer");

type Layer = unknown[] & { [FOLLOWERS]?: Set<Follower> };

/**
 * Follows a tag manager's data layer, the global array called `name`: `hear` is given each entry once, in order, first those that
 * are there already, and one that is pushed again as often as it is. The shop's push gets what it is given and gives what it gave. A layer that comes later, takes another's place or
 * lets nobody wrap its push is looked at every second, and as the page is left. What `hear` throws is counted. Ends with the signal.
 * Gives what looks at it now.
 */
export function followDataLayer(
  name: string,
  hear: (entry: object, isPushed: boolean) => void,
  problems: Problems,
  signal: AbortSignal,
): () => void {
  const heard = new WeakSet<object>();
  const tell = problems.guard((entry: unknown, isPushed: boolean) => {
    if (typeof entry !== "object" || entry === null) return;
    heard.add(entry);
    hear(entry, isPushed);
  });
  const catchUp = problems.guard(() => {
    // A global of any name, which is looked at before it is used.
    const layer = (globalThis as Readonly<Record<string, unknown>>)[name];
    if (!Array.isArray(layer)) return;
    wrapPush(layer, follower, signal);
    for (let at = Math.max(0, layer.length - MAX_ENTRIES); at < layer.length; at++) {
      const entry: unknown = layer[at];
      if (typeof entry === "object" && entry !== null && !heard.has(entry)) tell(entry, false);
    }
  });
  const follower: Follower = {
    before: catchUp,
    after(entries) {
      for (const entry of entries) tell(entry, true);
    },
  };
  // For what comes around the wrapped push: another push in its place, or another layer.
  keepLooking(catchUp, signal);
  return catchUp;
}

function wrapPush(layer: Layer, follower: Follower, signal: AbortSignal): void {
  const known = layer[FOLLOWERS];
  const followers = known ?? new Set();
  if (followers.has(follower)) return;
  if (known === undefined && !wrap(layer, followers)) return;
  followers.add(follower);
  signal.addEventListener("abort", () => followers.delete(follower));
}

/** Whether it could be. */
function wrap(layer: Layer, followers: Set<Follower>): boolean {
  const push: unknown = layer.push;
  if (typeof push !== "function") return false;
  const wrapped = function (this: unknown, ...entries: readonly unknown[]): unknown {
    for (const follower of followers) follower.before();
    const given: unknown = Reflect.apply(push, this, entries);
    for (const follower of followers) follower.after(entries);
    return given;
  };
  return override(layer, "push", wrapped) && override(layer, FOLLOWERS, followers);
}

/**
 * What gtag() pushes is its Arguments: `["event", name, params]`, `["consent", "default" | "update", switches]` and others
 * (developers.google.com/tag-platform/gtagjs/reference). Undefined for any other entry, arrays too.
 */
export function commandOf(entry: object): readonly unknown[] | undefined {
  if (Object.prototype.toString.call(entry) !== "[object Arguments]") return undefined;
  return Array.prototype.slice.call(entry, 0, 3);
}
