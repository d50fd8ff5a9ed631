/**
 * An engine that does what its script says, for what the real one cannot be made to do: crash, fall silent, be of
 * another version. It posts every request to the page, and whatever it did not expect as `unexpected`.
 */
import type { Answered, Call, Reply, Request } from "../../../src/core/bridge/protocol.ts";
import { BRIDGE_VERSION } from "../../../src/core/bridge/protocol.ts";
import { VERSION } from "../../../src/core/version.ts";
import { ENGINE_STATUS } from "../../support/engine-status.ts";

/** What to do when a request of some type comes: answer it (the default), with something else, or not at all. */
export type Move =
  | "answer"
  | "crash"
  | "hang"
  | "silent"
  | { readonly value: unknown; readonly afterMs?: number }
  | { readonly values: readonly unknown[] }
  | { readonly code: string };
export type Script = Readonly<Partial<Record<Request["type"], Move>>>;

// Written by the test's own scriptedWorker().
const script = JSON.parse(self.name) as Script;
let hangs = false;
let told = 0;

const reason = { code: "popular", text: "Popular" } as const;

function answer(request: Request): unknown {
  switch (request.type) {
    case "hello":
      return { bridge: BRIDGE_VERSION, version: VERSION, origin: self.origin };
    case "open":
    case "consent":
      return { ...ENGINE_STATUS, consent: request.consent };
    case "pause":
      return { ...ENGINE_STATUS, paused: request.paused };
    case "status":
    case "freeze":
      return ENGINE_STATUS;
    case "append":
      return { stored: request.events.length, duplicates: 0 };
    case "rank": {
      const ids = [...(request.request.ids ?? ["A", "B", "C"])].reverse().slice(0, request.request.n ?? 12);
      const display = (id: string) => ({ title: `Product ${id}`, url: `/p/${id}`, image: `/i/${id}.png` });
      const items = ids.map((id) => ({ id, score: 1, parts: { popularity: 1 }, reason, display: display(id) }));
      return { items, basis: "popular", reason: "ok", policy: "scripted", request: "r1" };
    }
    case "events":
      return [];
    case "erase":
      return { erased: 1 };
    default:
      postMessage({ unexpected: request });
      throw new Error(`the scripted engine did not expect ${JSON.stringify(request)}`);
  }
}

function reply(request: Request): Promise<Reply<unknown>> | Reply<unknown> {
  postMessage({ asked: request });
  const move = script[request.type] ?? "answer";
  const never = new Promise<never>(() => {});
  hangs ||= move === "hang";
  if (hangs || move === "hang" || move === "silent") return never;
  if (move === "crash") {
    setTimeout(() => {
      throw new Error("scripted crash");
    });
    return never;
  }
  if (move === "answer") return { ok: true, value: answer(request) };
  if ("code" in move) return { ok: false, code: move.code, message: "scripted" };
  if ("values" in move) return { ok: true, value: move.values[Math.min(told++, move.values.length - 1)] };
  const later = { ok: true, value: move.value } as const;
  return new Promise((resolve) => setTimeout(resolve, move.afterMs ?? 0, later));
}

addEventListener("message", async ({ data: { id, ask } }: MessageEvent<Call>) => {
  postMessage({ id, reply: await reply(ask) } satisfies Answered);
});
