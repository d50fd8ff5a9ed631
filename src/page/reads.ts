import type {
  Forecast,
  ForecastHorizon,
  RankReply,
  RankRequest,
  Request,
  RequestOf,
  Values,
} from "../core/bridge/protocol.ts";
import type { EraseReply, Inkling } from "./api.ts";
import type { Engine } from "./engine/engine.ts";
import type { Eraser } from "./engine/eraser.ts";
import type { Failure } from "./engine/link.ts";
import { noForecast, noProfile, notDone, reasonOf, shopOrder, unexplained, unranked } from "./fallback.ts";
import { describe, type Problems } from "./problems.ts";

const MAX_EVENTS = 1_000;

/** A copy that can cross to the worker: frameworks hand out proxies, which cannot. The engine checks what is in it. */
const plain = (request: RankRequest | undefined, slot: string | undefined): RankRequest =>
  JSON.parse(JSON.stringify({ slot, ...request }));

/** The methods that ask the engine and answer in any case. */
export type Reads = Pick<
  Inkling,
  "rank" | "similar" | "explain" | "profile" | "forecast" | "events" | "export" | "import" | "steer"
> & {
  erase(afresh?: boolean): Promise<EraseReply>;
};

export function createReads(engine: Engine, eraser: Eraser, problems: Problems, page: () => string | undefined): Reads {
  /** The engine's answer, or another one that says why there is none. */
  const ask = async <T extends Request["type"], R>(
    request: RequestOf<T>,
    otherwise: (failure: Failure) => R,
  ): Promise<Values[T] | R> => {
    const reply = problems.unless(await engine.ask<T>(request));
    return reply.ok ? reply.value : otherwise(reply);
  };

  const rank = async (make: () => RankRequest): Promise<RankReply> => {
    try {
      const request = make();
      const reply = await ask<"rank", RankReply>({ type: "rank", request }, (failure) =>
        unranked(reasonOf(failure), failure.message),
      );
      if (reply.reason === "bad-request") problems.add(reply.message);
      // Where nothing was ranked, the page's own ids stand as they are.
      return reply.basis === "shop-order" && reply.items.length === 0 ? { ...reply, items: shopOrder(request) } : reply;
    } catch (error) {
      problems.add(error);
      return unranked("bad-request", describe(error));
    }
  };

  return {
    rank: (request) => rank(() => plain(request, page())),
    similar: (id, options) => rank(() => ({ ...plain(options, page()), kind: "similar", about: [id] })),
    explain: (id) =>
      ask<"explain", Values["explain"]>({ type: "explain", id: describe(id) }, ({ message }) =>
        unexplained(id, message),
      ),
    profile: () => ask<"profile", Values["profile"]>({ type: "profile" }, (failure) => noProfile(reasonOf(failure))),
    forecast(options) {
      // The cast: whatever it is, the engine checks it.
      const horizon = describe(options?.horizon ?? "next-session") as ForecastHorizon;
      return ask<"forecast", Forecast>({ type: "forecast", horizon }, (failure) =>
        noForecast(horizon, reasonOf(failure)),
      );
    },
    events: (limit = 100) =>
      ask<"events", Values["events"]>(
        { type: "events", limit: Math.min(Math.max(Number.isInteger(limit) ? limit : 1, 1), MAX_EVENTS) },
        () => [],
      ),
    async export() {
      const reply = problems.unless(await engine.ask<"export">({ type: "export" }));
      return reply.ok ? { file: reply.value, reason: "ok" } : notDone(reply);
    },
    async import(file) {
      try {
        const request = { type: "import", file: JSON.parse(JSON.stringify(file)) } as const;
        const reply = problems.unless(await engine.ask<"import">(request));
        return reply.ok ? { imported: reply.value.imported, reason: "ok" } : { imported: 0, ...notDone(reply) };
      } catch (error) {
        problems.add(error);
        return { imported: 0, reason: "request", message: describe(error) };
      }
    },
    async steer(change) {
      try {
        const request = { type: "steer", change: change && JSON.parse(JSON.stringify(change)) } as const;
        const reply = problems.unless(await engine.ask<"steer">(request));
        return reply.ok ? { wishes: reply.value, reason: "ok" } : { wishes: [], ...notDone(reply) };
      } catch (error) {
        problems.add(error);
        return { wishes: [], reason: "request", message: describe(error) };
      }
    },
    async erase(afresh?: boolean) {
      const reply = problems.unless(await eraser.erase(afresh));
      return reply.ok ? { erased: reply.value.erased, reason: "ok" } : { erased: 0, ...notDone(reply) };
    },
  };
}
