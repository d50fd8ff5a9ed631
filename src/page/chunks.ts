import { VERSION } from "../core/version.ts";
import { describe, type Problems } from "./problems.ts";

/** What every file that is loaded from beside the script exports, besides its doors. */
export interface Chunk {
  readonly version: string;
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

/** @param src The script's own address. */
export function chunksBeside<Doors>(src: string, problems: Problems): Chunks<Doors> {
  const at = (name: string): string => src && new URL(name, src).href;
  const need = async (name: string): Promise<Doors> => {
    if (src === "") throw new TypeError("inkling.js must be a classic script with a src");
    // A variable address, so that bundlers leave the file where it is.
    const chunk: Chunk & Doors = await import(/* @vite-ignore */ at(name));
    if (chunk.version !== VERSION) throw new TypeError(`it is of version ${chunk.version}, inkling.js of ${VERSION}`);
    return chunk;
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
