import { readFileSync } from "node:fs";
import type { FastifyInstance } from "fastify";

/** The page as the build makes it: what is sent under which address. */
export type OperatorPage = Readonly<Record<keyof typeof TYPES, Buffer>>;

const TYPES = {
  "/operator": "text/html; charset=utf-8",
  "/operator/operator.js": "text/javascript; charset=utf-8",
  "/operator/operator.css": "text/css; charset=utf-8",
  "/operator/uplot.css": "text/css; charset=utf-8",
} as const;

/** Own scripts and styles, own addresses, and nothing else. */
const POLICY = [
  ...["default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "img-src 'self' data:"],
  ...["form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"],
].join("; ");

/** The built page, which lies beside the built command. */
export function readPage(): OperatorPage {
  const script = new URL("./page/operator.ts", import.meta.url);
  const beside = (name: string): Buffer => readFileSync(new URL(name, script));
  return {
    "/operator": beside("operator.html"),
    "/operator/operator.js": readFileSync(script),
    "/operator/operator.css": beside("operator.css"),
    "/operator/uplot.css": beside("uplot.css"),
  };
}

export function servePage(app: FastifyInstance, page: OperatorPage): void {
  for (const [path, body] of Object.entries(page))
    app.get(path, { schema: { hide: true } }, async (_request, reply) =>
      reply
        .headers({
          "content-security-policy": POLICY,
          "x-content-type-options": "nosniff",
          "referrer-policy": "no-referrer",
          "cross-origin-opener-policy": "same-origin",
          "cache-control": "no-cache",
        })
        // The record's keys are those of TYPES.
        .type(TYPES[path as keyof typeof TYPES])
        .send(body),
    );
}
