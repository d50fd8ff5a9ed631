import { STATEMENT } from "../core/bridge/federation.ts";
import { RequestError } from "../core/errors.ts";
import type { FederationOptions } from "./api.ts";
import { keepWorker } from "./keep-worker.ts";
import type { Page } from "./page.ts";
import { describe } from "./problems.ts";

/**
 * Starts the reporter's worker when there is something to look for or to send, which the engine says, and never while the shopper's switch is off.
 * `launch` may throw.
 */
export function keepContributing(
  page: Pick<Page, "inkling" | "problems">,
  options: FederationOptions,
  launch: () => Worker,
): void {
  /** The shop's own code: whatever it does, the worker hears something. */
  const session = async (): Promise<string | null> => {
    try {
      const statement = typeof options.session === "function" ? await options.session() : options.session;
      if (statement === undefined || statement === null || STATEMENT.test(statement)) return statement ?? null;
      throw new RequestError("it must be a JSON Web Token of up to 1,024 characters, or null");
    } catch (error) {
      page.problems.add(`contributing: session: ${describe(error)}`);
      return null;
    }
  };
  keepWorker(page, {
    name: "contributing",
    launch() {
      // The worker checks it all.
      const { leader, helper } = options;
      const federation = { ...options, leader: originOf(leader), ...(helper && { helper: originOf(helper) }) };
      const worker = launch();
      void session().then((statement) => worker.postMessage({ ...federation, session: statement }));
      return worker;
    },
    wish: ({ contribution: { state, due, next } }) => ({
      off: state === "off",
      due,
      again: state === "on" && !due ? Math.max(0, next - Date.now()) : undefined,
    }),
    done(data) {
      // What reporter.worker.ts posts.
      const { outcome, why, model } = data as {
        readonly outcome: string;
        readonly why: string;
        readonly model?: string;
      };
      if (outcome === "failed") return new Error(why);
      if (outcome === "declined" || outcome === "unreachable") page.problems.add(`contributing: ${outcome}: ${why}`);
      if (model !== undefined) page.problems.add(`contributing: the published model: ${model}`);
      return "settled";
    },
  });
}

const originOf = (address: string | URL): string => new URL(address, document.baseURI).origin;
