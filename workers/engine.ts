import {
  BRIDGE_VERSION,
  type EngineDoor,
  type Reply,
  type Request,
  type RequestOf,
  type Values,
} from "../src/core/bridge/protocol.ts";
import { type InklingError, RequestError } from "../src/core/errors.ts";
import { VERSION } from "../src/core/version.ts";
import { append, newestEvents } from "./engine/events.ts";
import { exportFile, importFile } from "./engine/files.ts";
import type { Platform } from "./engine/platform.ts";
import { explanation, forecast, profile, rankReply } from "./engine/rankings.ts";
import { Session } from "./engine/session.ts";

type Handlers = { readonly [T in Request["type"]]: (request: RequestOf<T>) => Promise<Values[T]> | Values[T] };

/** The engine: one object behind one method, which answers every request and never throws. */
export function createEngine(platform: Platform): EngineDoor {
  const session = new Session(platform);
  const handlers: Handlers = {
    hello: () => ({ bridge: BRIDGE_VERSION, version: VERSION, origin: platform.origin }),
    open: ({ catalog, parts, consent, ...switches }) =>
      session.open(catalog, parts, consent, switches).then(() => session.status()),
    append: ({ events }) => append(session, events),
    rank: ({ request }) => rankReply(session, request),
    explain: ({ id }) => explanation(session, id),
    profile: () => profile(session),
    forecast: ({ horizon }) => forecast(session, horizon),
    events: ({ limit }) => newestEvents(session, limit),
    status: () => session.status(),
    consent: async ({ consent, withdrawn }) => {
      await session.changeConsent(consent, withdrawn);
      return session.status();
    },
    export: () => exportFile(session),
    import: ({ file }) => importFile(session, file),
    steer: async ({ change }) => {
      const { steering } = session;
      const { forgets } = steering;
      if (change !== undefined) {
        const code = await steering.code();
        if (steering.forgets === forgets) await session.steer(code.changeSteering(steering.lines, change));
      }
      return steering.wishes();
    },
    erase: async ({ afresh }) => ({ erased: await session.erase(afresh) }),
    pause: ({ paused }) => session.setPaused(paused).then(() => session.status()),
    freeze: ({ frozen }) => session.freeze(frozen).then(() => session.status()),
  };
  return { ask: (request) => answer(handlers, request) };
}

/** Anything may come over a thread: an unknown type is refused, a failure becomes its code. */
async function answer(handlers: Handlers, request: Request): Promise<Reply<unknown>> {
  try {
    const type = request?.type;
    if (!Object.hasOwn(handlers, type))
      throw new RequestError(`the engine does not know the request "${String(type)}"`);
    // Requests of this type go to the handler of this type.
    const handler = handlers[type] as (request: Request) => unknown;
    return { ok: true, value: await handler(request) };
  } catch (error) {
    // By its code: what is loaded later has classes of its own, and the platform's exceptions have numbers.
    const { code } = Object(error) as Partial<InklingError>;
    return {
      ok: false,
      code: typeof code === "string" ? code : "internal",
      message: error instanceof Error ? error.message : String(error),
    };
  }
}
