import { VERSION } from "../core/version.ts";
import { describe, type Problems } from "./problems.ts";

/** The file that is loaded first, and its hash, which the build puts here (scripts/integrity.mjs). */
const CLIENT = "client.js";
const CLIENT_HASH = "@integrity-of-client";
/** Where it does not come it is asked for again: at once, after 5 seconds and after 10 more. */
const MOST_FAILED = 3;

/** What every file that is loaded from beside the script exports, besides its doors. */
interface Chunk {
  readonly version: string;
}

/** The first one has the hashes of the others. */
interface Hashes {
  hashOf(name: string): string;
}

/** Files of the script's own folder and version. `Doors`: what all of them export together, each its own. */
export interface Chunks<Doors> {
  /** Address of the file of that name; empty where the script's own address is not known. */
  at(name: string): string;
  /** Loads a module of that name, once; rejects where it cannot be had. */
  need(name: string): Promise<Doors>;
  /** The same and hands it to `run`. Whatever goes wrong becomes a problem that status() tells, never an exception. */
  load(name: string, run: (chunk: Doors) => unknown): Promise<void>;
}

/**
 * The folder of exactly this version where the script's own is one that moves from version to version, named by the major one alone:
 * `/0/inkling.js` and `/inkling@0/dist/inkling.js` find the rest in `/0.1.0/` and `/inkling@0.1.0/dist/`.
 */
const exactly = (src: string): string => {
  const folder = src.lastIndexOf("/");
  const at = src.endsWith("/dist", folder) ? folder - 5 : folder;
  return src.endsWith("/0", at) || src.endsWith("@0", at) ? src.slice(0, at - 1) + VERSION + src.slice(at) : src;
};

/** Has the browser fetch a module whose bytes must have the hash, which import() itself cannot ask for. */
const fetched = (href: string, integrity: string, nonce: string): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const link = document.createElement("link");
    // Where the browser does not know it, nothing is checked.
    if (!link.relList.supports("modulepreload")) return resolve(link);
    link.onload = resolve;
    link.onerror = () => reject(`${href} is missing, or not the file of this release`);
    document.head.append(Object.assign(link, { rel: "modulepreload", crossOrigin: "", integrity, nonce, href }));
  });

/** @param tag The script's own. */
export function chunksBeside<Doors>(
  { src = "", nonce = "" }: Partial<HTMLScriptElement>,
  problems: Problems,
): Chunks<Doors> {
  const folder = exactly(src);
  const at = (name: string): string => src && new URL(name, folder).href;
  const get = async (name: string, hash: string): Promise<Chunk & Doors & Hashes> => {
    await fetched(at(name), hash, nonce);
    // A variable address, so that bundlers leave the file where it is. Each file has its own doors; the first has the hashes.
    const chunk: Chunk & Doors & Hashes = await import(/* @vite-ignore */ at(name));
    if (chunk.version !== VERSION) throw new TypeError(`its version is ${chunk.version}`);
    return chunk;
  };
  // Most browsers remember of an address that it could not be imported: another fragment is another one, of the same file.
  const getClient = async (): ReturnType<typeof get> => {
    for (let failed = 0; ; failed++)
      try {
        return await get(CLIENT + "#".repeat(failed), CLIENT_HASH);
      } catch (error) {
        if (failed === MOST_FAILED) throw error;
        problems.add(error);
        await new Promise((resolve) => setTimeout(resolve, 5_000 * failed));
      }
  };
  // Asked for by whoever is first: the hashes of all others are in it, and without it there is no engine.
  let client: ReturnType<typeof get> | undefined;
  const need = async (name: string): Promise<Doors> => {
    if (src === "") throw new TypeError("inkling.js has no src");
    client ??= getClient();
    return name === CLIENT ? client : get(name, (await client).hashOf(name));
  };
  return {
    at,
    need,
    async load(name, run) {
      try {
        await run(await need(name));
      } catch (error) {
        problems.add(`${name}: ${describe(error)}`);
      }
    },
  };
}
