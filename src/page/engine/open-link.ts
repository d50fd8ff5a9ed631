import {
  BRIDGE_VERSION,
  type Call,
  type Notice,
  type Reply,
  type Request,
  type RequestOf,
  type Values,
} from "../../core/bridge/protocol.ts";
import { describe } from "../problems.ts";
import { limited } from "./limited.ts";
import { type Answer, failure, type Link, LOST, STORE_LIMIT_MS, TIMEOUT } from "./link.ts";

type Type = Request["type"];

/** The first answer waits for the worker's script and the catalogue's files, on slow networks too. */
export const START_LIMIT_MS = 30_000;

const LIMIT_MS: Readonly<Partial<Record<Type, number>>> = {
  open: START_LIMIT_MS,
  consent: STORE_LIMIT_MS,
  export: STORE_LIMIT_MS,
  import: STORE_LIMIT_MS,
};

/** What an engine runs in, as far as the page speaks to it: a worker, or something that can be spoken to like one. */
export interface Runner extends Pick<Worker, "postMessage" | "terminate"> {
  addEventListener(type: "message", hear: (event: MessageEvent) => void): void;
  addEventListener(type: "error", hear: (event: ErrorEvent) => void): void;
}

export interface LinkEvents {
  /** The worker crashed, or answers nothing at all any more. */
  lost(message: string): void;
  notice(notice: Notice["inkling"]): void;
}

/** What comes from the engine: a notice, or an answer. */
interface Message extends Partial<Notice> {
  readonly id?: number;
  /** What an engine of the same bridge version, checked by hello, answers the request with. */
  readonly reply?: Reply<never>;
}

export function openLink(worker: Runner, events: LinkEvents): Link {
  const unanswered = new Map<number, (reply: Reply<never>) => void>();
  let calls = 0;
  let probing = false;
  let closed = "";

  worker.addEventListener("error", (event) => {
    event.preventDefault(); // or the page's own window.onerror would hear of it
    events.lost(event.message || "the worker's script did not load");
  });
  worker.addEventListener("message", ({ data }: MessageEvent<Message | null>) => {
    // A worker of the shop's own making may say other things as well.
    const { inkling, id = 0, reply } = data ?? {};
    if (inkling !== undefined) events.notice(inkling);
    if (reply !== undefined) unanswered.get(id)?.(reply);
  });

  const send = <T extends Type>(request: RequestOf<T>): Answer<T> =>
    new Promise((resolve) => {
      const id = ++calls;
      const settle = (reply: Reply<Values[T]>): void => {
        unanswered.delete(id);
        resolve(reply);
      };
      if (closed !== "") return settle(failure(LOST, closed));
      unanswered.set(id, settle);
      try {
        // Whatever its type is, it is a request.
        worker.postMessage({ id, ask: request as Request } satisfies Call);
      } catch (error) {
        settle(failure("request", describe(error))); // it cannot be cloned
      }
    });

  const probe = (): void => {
    if (probing) return;
    probing = true;
    const hangs = (): Reply<Values["hello"]> => {
      events.lost("the worker hangs");
      return failure(LOST, closed);
    };
    limited(send<"hello">({ type: "hello", bridge: BRIDGE_VERSION }), 2_000, hangs).then(() => {
      probing = false;
    });
  };

  const within: Link["within"] = (reply, limitMs = 2_000) =>
    limited(reply, limitMs, () => {
      probe();
      return failure(TIMEOUT, `no answer in ${limitMs} ms`);
    });

  return {
    send,
    within,
    ask: (request, limitMs = LIMIT_MS[request.type]) => within(send(request), limitMs),
    close(message) {
      closed = message;
      worker.terminate();
      for (const settle of unanswered.values()) settle(failure(LOST, message));
    },
  };
}
