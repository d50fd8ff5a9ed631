import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Files } from "./http/files.ts";
import type { Reply } from "./http/reply.ts";

/** In one cascade layer, in this order; what must always hold stands outside it. */
const LAYERED: readonly string[] = [
  "tokens",
  "base",
  "frame",
  "cards",
  "home",
  "listing",
  "blank",
  "product",
  "basket",
  "device",
  "privacy",
];
const ALWAYS = "always";

/** The shop's own style and scripts, each under a name with the hash of its content. */
export interface OwnAssets {
  readonly style: string;
  readonly script: string;
  readonly deviceScript: string;
  readonly files: Files;
}

/** Reads the style sheets from `stylesFolder` and the built scripts from `scriptsFolder`, once. */
export function openAssets(stylesFolder: string, scriptsFolder: string): OwnAssets {
  const kept = new Map<string, Reply>();
  const put = (name: string, extension: "css" | "js", body: Buffer): string => {
    const hash = createHash("sha256").update(body).digest("hex").slice(0, 16);
    const file = `${name}.${hash}.${extension}`;
    const type = extension === "css" ? "text/css; charset=utf-8" : "text/javascript; charset=utf-8";
    kept.set(file, { status: 200, type, body, cache: "immutable", encoded: new Map() });
    return `/assets/${file}`;
  };
  const sheet = (name: string): string => readFileSync(join(stylesFolder, `${name}.css`), "utf8");
  const style = Buffer.from(`@layer shop{${LAYERED.map(sheet).join("")}}${sheet(ALWAYS)}`);
  const script = (name: string): string => put(name, "js", readFileSync(join(scriptsFolder, `${name}.js`)));
  return {
    style: put("shop", "css", style),
    script: script("shop"),
    deviceScript: script("device"),
    files: (name) => Promise.resolve(kept.get(name)),
  };
}
