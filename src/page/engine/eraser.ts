import type { Reply, Values } from "../../core/bridge/protocol.ts";
import { type Engine, failureOf } from "./engine.ts";
import { limited } from "./limited.ts";
import { type Answer, failure, type Link, LOST, STORE_LIMIT_MS, TIMEOUT } from "./link.ts";

/** One call of erase() that no worker has answered yet. */
interface Erasure {
  readonly afresh: boolean;
  readonly done: (reply: Reply<Values["erase"]>) => void;
  /** Posted to the running worker. */
  sent: boolean;
}

/** Gets it to the engine that everything is to be forgotten: a worker that dies over it leaves it to the next. */
export interface Eraser {
  /** Says after some seconds that it is late; it is asked for all the same until a worker answers. */
  erase(afresh: boolean): Answer<"erase">;
  /** Posts what waits, now. Without a worker, what the last one did not answer waits again. */
  flush(): void;
}

export function createEraser(engine: Engine): Eraser {
  let waiting: readonly Erasure[] = [];

  const send = (link: Link, erasure: Erasure): void => {
    erasure.sent = true;
    const sent = link.send<"erase">({ type: "erase", afresh: erasure.afresh });
    sent.then((reply) => {
      if (!reply.ok && reply.code === LOST) return;
      waiting = waiting.filter((other) => other !== erasure);
      erasure.done(reply);
    });
    void link.within(sent, STORE_LIMIT_MS);
  };

  const flush = (): void => {
    const { link } = engine;
    const refusal = failureOf(engine);
    for (const erasure of waiting) {
      if (link === undefined) erasure.sent = false;
      else if (!erasure.sent) send(link, erasure);
      if (refusal !== undefined) erasure.done(refusal);
    }
    if (refusal !== undefined) waiting = [];
  };

  return {
    erase(afresh) {
      const done = new Promise<Reply<Values["erase"]>>((resolve) => {
        waiting = [...waiting, { afresh, done: resolve, sent: false }];
      });
      flush();
      return limited(done, STORE_LIMIT_MS, () => failure(TIMEOUT, "waiting for the engine"));
    },
    flush,
  };
}
