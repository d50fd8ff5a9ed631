import { readFile, stat } from "node:fs/promises";
import { extname, join } from "node:path";
import type { CacheRule, Reply } from "./reply.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".bin": "application/octet-stream",
  ".wasm": "application/wasm",
};

/** A file's name and nothing else: no folder, no dot in front, so that no path leads out of the folder. */
const NAME = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}$/;
/** Files that carry the hash of their content in their name. */
const HASHED = /[.-][0-9a-f]{16,64}\.[a-z]+$/;
const KEPT_FILES = 48;

interface Kept {
  readonly changedMs: number;
  readonly reply: Reply;
}

/** Answers with files of one folder, each read and compressed once until it changes. Undefined: no such file. */
export type Files = (name: string) => Promise<Reply | undefined>;

export function filesOf(folder: string): Files {
  const kept = new Map<string, Kept>();
  return async (name) => {
    const type = TYPES[extname(name)];
    if (type === undefined || !NAME.test(name)) return undefined;
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (found === undefined || !found.isFile()) return undefined;
    const before = kept.get(name);
    if (before !== undefined && before.changedMs === found.mtimeMs) return before.reply;
    const cache: CacheRule = HASHED.test(name) ? "immutable" : "revalidate";
    const reply: Reply = { status: 200, type, body: await readFile(path), cache, encoded: new Map() };
    if (kept.size >= KEPT_FILES) kept.delete([...kept.keys()][0] ?? "");
    kept.set(name, { changedMs: found.mtimeMs, reply });
    return reply;
  };
}
