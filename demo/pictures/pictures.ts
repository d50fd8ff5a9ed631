import type { Reply } from "../http/reply.ts";
import { readPictureName } from "./address.ts";
import { picture } from "./picture.ts";
import { placeholder } from "./placeholder.ts";

/** Answers `/img/...`; undefined for a picture that cannot be. */
export type Pictures = (name: string) => Reply | undefined;

const KEPT = 2_000;
const INITIALS = /^initials\/([^/]{0,16})\.svg$/;

/** What a picture shows is in its address, so it never changes. */
export const svgReply = (svg: string): Reply => ({
  status: 200,
  type: "image/svg+xml",
  body: Buffer.from(svg),
  cache: "immutable",
  encoded: new Map(),
  // A drawing opened on its own must not run anything.
  headers: { "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'" },
});

function draw(name: string): string | undefined {
  const initials = INITIALS.exec(name)?.[1];
  if (initials !== undefined) return [...initials].length <= 4 ? placeholder(initials) : undefined;
  const key = readPictureName(name);
  return key === undefined ? undefined : picture(key);
}

/** Draws each picture once; the least recently drawn goes when there are too many. */
export function openPictures(): Pictures {
  const kept = new Map<string, Reply>();
  return (name) => {
    const before = kept.get(name);
    if (before !== undefined) return before;
    const svg = draw(name);
    if (svg === undefined) return undefined;
    const reply = svgReply(svg);
    if (kept.size >= KEPT) kept.delete([...kept.keys()][0] ?? "");
    kept.set(name, reply);
    return reply;
  };
}
