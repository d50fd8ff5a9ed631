import { onTestFinished } from "vitest";
import type { Notice, Request, RequestOf } from "../../../src/core/bridge/protocol.ts";
import type { InklingOptions } from "../../../src/page/api.ts";
import { followConsent } from "../../../src/page/consent/follow.ts";
import { lookForSource } from "../../../src/page/consent/look.ts";
import { runEngine } from "../../../src/page/engine/run.ts";
import { createPage, type Page } from "../../../src/page/page.ts";
import { createProblems } from "../../../src/page/problems.ts";
import type { Script } from "./scripted.worker.ts";

/** A module worker that follows the script; every request it gets is added to `requests`. */
export function scriptedWorker(script: Script, requests: Request[] = []): Worker {
  const name = JSON.stringify(script);
  const worker = new Worker(new URL("./scripted.worker.ts", import.meta.url), { type: "module", name });
  worker.addEventListener("message", ({ data }: MessageEvent<{ asked?: Request; unexpected?: Request }>) => {
    if (data.asked !== undefined) requests.push(data.asked);
    if (data.unexpected !== undefined) throw new Error(`unexpected request ${JSON.stringify(data.unexpected)}`);
  });
  return worker;
}

export interface Rig extends Page {
  /** Every request of every life, in order. */
  readonly requests: readonly Request[];
  readonly lives: () => number;
  /** The running worker notifies the page, as if its rankings had changed. */
  notify(notice: Notice["inkling"]): void;
  of<T extends Request["type"]>(type: T): RequestOf<T>[];
}

/** A page whose first worker follows the first script, and so on; the last script serves all later lives. */
export function openRig(scripts: readonly Script[], options: Partial<InklingOptions> = {}): Rig {
  const requests: Request[] = [];
  let lives = 0;
  let worker: Worker | undefined;
  const launch = (): Worker => {
    const script = scripts[Math.min(lives++, scripts.length - 1)] ?? {};
    worker = options.workerUrl === undefined ? scriptedWorker(script, requests) : new Worker(options.workerUrl);
    return worker;
  };
  const notify = (inkling: Notice["inkling"]): void =>
    void worker?.dispatchEvent(new MessageEvent("message", { data: { inkling } }));
  const problems = createProblems();
  const page = createPage(
    { catalog: "/catalog.json", ...options },
    {
      problems,
      parts: "/learned.js",
      run: async (seat) => {
        runEngine(seat, [{ name: "own-worker", start: async () => launch() }]);
        lookForSource(page);
      },
      followConsent: (hear, signal) => followConsent(hear, problems, signal, options.dataLayer),
    },
  );
  onTestFinished(() => page.inkling.destroy());
  // Requests of one type have the shape of that type.
  const of = <T extends Request["type"]>(type: T) =>
    requests.filter((request) => request.type === type) as RequestOf<T>[];
  return { ...page, requests, lives: () => lives, notify, of };
}
