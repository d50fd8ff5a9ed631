import type { Inkling } from "inkling";

/** The methods that answer with a promise: what a page may ask before the script has loaded. */
type Asked =
  | "track"
  | "rank"
  | "explain"
  | "profile"
  | "events"
  | "status"
  | "consent"
  | "export"
  | "erase"
  | "pause"
  | "resume";
type Answer<K extends Asked> = Awaited<ReturnType<Inkling[K]>>;

/** The global that the stub, and then the script, puts on the window: a method's name and its arguments. */
type Door = (method: string, ...args: readonly unknown[]) => Promise<unknown>;

const door = (): Door => (window as unknown as { readonly inkling: Door }).inkling; // the stub stands in every page's head

/** Calls Inkling. Before its script has loaded the call waits, with its time; if it never loads, for ever. */
export function ask<K extends Asked>(method: K, ...args: Parameters<Inkling[K]>): Promise<Answer<K>> {
  // The door is untyped by design: a stub cannot know the methods. Inkling's own types say what each answers.
  return door()(method, ...args) as Promise<Answer<K>>;
}

/** The same with an end: undefined when nothing has answered in time. */
export function askWithin<K extends Asked>(
  limitMs: number,
  method: K,
  ...args: Parameters<Inkling[K]>
): Promise<Answer<K> | undefined> {
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, limitMs, undefined));
  return Promise.race([ask(method, ...args), late]);
}

/** Listens for as long as the page lives; waits for the script like every call. */
export function listen(name: "change" | "status", heard: () => void): void {
  void door()("on", name, heard);
}

export const setContext = (context: Parameters<Inkling["setContext"]>[0]): void => void door()("setContext", context);
