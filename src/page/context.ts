import type { PageContext } from "../core/bridge/protocol.ts";

const FIELDS: readonly (keyof PageContext)[] = ["locale", "currency", "page"];

/** The context with the named fields changed. A value that is no short text changes nothing. */
export function changeContext(change: unknown, from: PageContext = {}): PageContext {
  // Read by name only, each value checked.
  const named = (change ?? {}) as Readonly<Record<string, unknown>>;
  const fits = (value: unknown): boolean => typeof value === "string" && value.length > 0 && value.length <= 35;
  return {
    ...from,
    ...Object.fromEntries(FIELDS.filter((name) => fits(named[name])).map((name) => [name, named[name]])),
  };
}
