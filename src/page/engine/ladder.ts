import type { Call } from "../../core/bridge/protocol.ts";
import type { StepName } from "../api.ts";
import { workerOf } from "../launch.ts";
import type { Runner } from "./open-link.ts";

/** One way to start an engine. */
export interface Step {
  readonly name: StepName;
  /** Rejects where the way is barred; a worker that is blocked says so only later, or says nothing. */
  start(): Promise<Runner>;
}

/** The engine's file for a worker. */
export interface Source {
  readonly url: string;
  readonly type: WorkerType;
  /** Of its bytes; empty where nobody knows. */
  readonly integrity: string;
}

/** What engine.worker.js exports. */
export interface PageEngine {
  /** `load`: loads learned.js, where import() of its address would not check it. */
  servePage(port: MessagePort, load?: () => Promise<unknown>): void;
}

/** How long a step may take, its downloads included, before the next one is tried. */
export const STEP_LIMIT_MS = 10_000;

/**
 * The steps, the best first. A browser starts no worker from another origin, but one from a blob of the page's own; a policy may bar blobs, requests for the source,
 * or workers altogether, but seldom scripts from where this one came from.
 *
 * @param own Starts the worker by its own address, or as the shop does.
 * @param inPage Loads the engine into the page.
 */
export function ladderOf(
  own: () => Worker | Promise<Worker>,
  { url, type, integrity }: Source,
  inPage: () => Promise<PageEngine>,
): readonly Step[] {
  let isOther = false;
  const other = (): Error => new TypeError(`${url} is not the file of this release`);
  const get = async (hash: string): Promise<Response> => {
    const response = await fetch(url, { integrity: hash, signal: AbortSignal.timeout(STEP_LIMIT_MS) });
    if (!response.ok) throw new TypeError(`${url} answered ${response.status}`);
    return response;
  };
  /** Where the file is there, but not the one that it must be, nothing may run it. */
  const compare = async (why: unknown): Promise<never> => {
    if (integrity !== "") isOther = await get("").then(Boolean, () => false);
    throw isOther ? other() : why;
  };
  return [
    { name: "own-worker", start: async () => own() },
    {
      name: "blob-source",
      async start() {
        const response = await get(integrity).catch(compare);
        return workerOf(await response.text(), type);
      },
    },
    {
      name: "blob-import",
      async start() {
        if (isOther) throw other();
        return workerOf(importing(url, type), type);
      },
    },
    { name: "main-thread", start: async () => inThisThread(await inPage()) },
  ];
}

/** A script that is nothing but another one. The worker has its creator's policy, and with it the need for trusted types. */
function importing(url: string, type: WorkerType): string {
  const address = JSON.stringify(url);
  if (type === "module") return `import ${address}`;
  const policy = `self.trustedTypes?.createPolicy("inkling",{createScriptURL:(url)=>url})`;
  return `importScripts(${policy}?.createScriptURL(${address})??${address})`;
}

function inThisThread({ servePage }: PageEngine): Runner {
  const { port1: port, port2 } = new MessageChannel();
  servePage(port2);
  port.start();
  return {
    postMessage: (message: unknown) => port.postMessage(message),
    // A port has no errors to tell.
    addEventListener: (type: string, hear: (event: never) => void) =>
      port.addEventListener(type, hear as EventListener),
    terminate() {
      port.postMessage({ id: 0, ask: { type: "freeze", frozen: true } } satisfies Call); // closes its store
      port.close();
    },
  };
}
