import type { Inkling } from "./api.ts";
import type { Page } from "./page.ts";
import type { StubCall } from "./stub.ts";

/** What the script tag adds to the methods. */
export interface Extras {
  /** Loads the debug panel from beside the script, and shows it. */
  debug(): Promise<void>;
}

/** The script tag's global: a function that takes a method's name, and the methods themselves. */
export type InklingGlobal = Inkling & Extras & ((method: string, ...args: readonly unknown[]) => Promise<unknown>);

/** Turns a page's object into the global and answers the calls that were made before it was there. */
export function createGlobal(
  { inkling, problems, record }: Page,
  extras: Extras,
  earlier: readonly StubCall[],
): InklingGlobal {
  const methods = { ...inkling, ...extras };
  // Methods by name, as a page names them; what is no method is answered with undefined.
  const members = new Map<unknown, unknown>(Object.entries(methods));

  const run = async (at: number, [method, ...args]: readonly unknown[]): Promise<unknown> => {
    // record() answers whatever it is given.
    if (method === "track") return record(args[0] as string, args[1], at);
    const member = members.get(method);
    if (member === undefined) throw new TypeError(`inkling has no method ${method}`);
    return typeof member === "function" ? member(...args) : member;
  };
  const answer = (at: number, args: ArrayLike<unknown>): Promise<unknown> =>
    run(at, Array.from(args)).catch(problems.add);

  problems.guard(() => {
    for (const [args, at, resolve] of earlier) resolve(answer(at, args));
  })();
  return Object.assign((...args: readonly unknown[]) => answer(Date.now(), args), methods);
}
