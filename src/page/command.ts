import type { Inkling } from "./api.ts";
import type { Page } from "./page.ts";
import type { Problems } from "./problems.ts";
import type { StubCall } from "./stub.ts";

/** What the script tag adds to the methods. */
export interface Extras {
  /** Loads the debug panel from beside the script, and shows it. */
  debug(): Promise<void>;
}

/** The script tag's global: a function that takes a method's name, and the methods themselves. */
export type InklingGlobal = Inkling & Extras & ((method: string, ...args: readonly unknown[]) => Promise<unknown>);

/**
 * The global of a page that is made in a task of its own, so that the browser need not wait for both, or sooner for whoever asks for one of its methods. Then the
 * calls are answered that came before the script.
 */
export function createGlobal(
  make: () => Page,
  problems: Problems,
  extras: Extras,
  earlier: readonly StubCall[],
): InklingGlobal {
  let page: Page | undefined;
  // Methods by name, as a page names them; what is no method is answered with undefined.
  let members: ReadonlyMap<unknown, unknown>;

  const run = async (at: number, [method, ...args]: Iterable<unknown>): Promise<unknown> => {
    // record() answers whatever it is given.
    if (method === "track") return open().record(args[0] as string, args[1], at);
    const member = open() && members.get(method);
    if (member === undefined) throw new TypeError(`inkling has no method ${method}`);
    return typeof member === "function" ? member(...args) : member;
  };
  const answer = (at: number, args: Iterable<unknown>): Promise<unknown> => run(at, args).catch(problems.add);
  // The cast: it has the methods before anybody sees that it has not.
  const global = ((...args: readonly unknown[]) => answer(Date.now(), args)) as InklingGlobal;

  const open = (): Page => {
    if (page !== undefined) return page;
    page = make();
    members = new Map(Object.entries(Object.assign(global, page.inkling, extras)));
    problems.guard(() => {
      for (const [args, at, resolve] of earlier) resolve(answer(at, args));
    })();
    return page;
  };
  setTimeout(problems.guard(open));
  return new Proxy(global, {
    // The cast: whatever its name.
    get: (_, name) => open() && global[name as keyof Inkling],
    has: (_, name) => open() && name in global,
  });
}
