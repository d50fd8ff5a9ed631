import type {
  Forecast,
  ForecastHorizon,
  RankReply,
  RankRequest,
  Reply,
  Request,
  RequestOf,
  Values,
} from "../core/bridge/protocol.ts";
import type { Done, EraseReply, Inkling } from "./api.ts";
import type { Engine } from "./engine/engine.ts";
import type { Eraser } from "./engine/eraser.ts";
import type { Failure } from "./engine/link.ts";
import { noForecast, noProfile, notDone, reasonOf, shopOrder, unexplained, unranked } from "./fallback.ts";
import { describe, type Problems } from "./problems.ts";

/** A copy that can cross to the worker: frameworks hand out proxies, which cannot. The engine checks what is in it. */
const plain = (value: unknown) => value && JSON.parse(JSON.stringify(value));

/** The methods that ask the engine and answer in any case. */
export type Reads = Pick<
  Inkling,
  "rank" | "similar" | "explain" | "profile" | "forecast" | "events" | "export" | "import" | "steer"
> & {
  erase(afresh: boolean): Promise<EraseReply>;
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

  /** What became of it, with what there is to tell: of the engine's value, or of none. */
  const done = async <T, R>(reply: () => Promise<Reply<T>>, tell: (value?: T) => R): Promise<R & Done> => {
    try {
      const answer = problems.unless(await reply());
      return answer.ok ? { ...tell(answer.value), reason: "ok" } : { ...tell(), ...notDone(answer) };
    } catch (error) {
      problems.add(error);
      return { ...tell(), reason: "request", message: describe(error) };
    }
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
    rank: (request) => rank(() => plain({ slot: page(), ...request })),
    similar: (id, options) => rank(() => ({ ...plain({ slot: page(), ...options }), kind: "similar", about: [id] })),
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
    events: (limit = 100) => ask<"events", Values["events"]>({ type: "events", limit }, () => []),
    export: () =>
      done(
        () => engine.ask<"export">({ type: "export" }),
        (file) => file && { file },
      ),
    import: (file) =>
      done(
        () => engine.ask<"import">({ type: "import", file: plain(file) }),
        (value) => ({ imported: value?.imported ?? 0 }),
      ),
    steer: (change) =>
      done(
        () => engine.ask<"steer">({ type: "steer", change: plain(change) }),
        (wishes = []) => ({ wishes }),
      ),
    erase: (afresh) =>
      done(
        () => eraser.erase(afresh),
        (value) => ({ erased: value?.erased ?? 0 }),
      ),
  };
}
