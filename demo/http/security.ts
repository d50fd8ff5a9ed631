import { createHash } from "node:crypto";
import type { World } from "../world.ts";

/**
 * A strict policy, as a careful shop would set: own scripts and workers only, and no connection to anybody but the servers that add up what devices
 * learn, so that the browser itself vouches that nothing else leaves. Pictures may come from elsewhere, since a feed's often do.
 */
export function securityHeaders({ assets, shop }: World): readonly (readonly [name: string, value: string])[] {
  const stub = createHash("sha256").update(assets.stub).digest("base64");
  const outside = shop.products.some(({ image }) => /^https?:/i.test(image));
  const policy = [
    "default-src 'self'",
    `script-src 'self' 'sha256-${stub}' 'wasm-unsafe-eval'`,
    `img-src 'self' data:${outside ? " https: http:" : ""}`,
    ["connect-src 'self'", ...(assets.federation?.origins ?? [])].join(" "),
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
  return [
    ["content-security-policy", policy],
    ["x-content-type-options", "nosniff"],
    ["referrer-policy", "same-origin"],
    ["cross-origin-opener-policy", "same-origin"],
  ];
}
