import { readFileSync } from "node:fs";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

/** Bytes of something as it is and as two codecs send it, both at their best. */
export interface Weight {
  readonly name: string;
  readonly raw: number;
  readonly gzip: number;
  readonly brotli: number;
  /** The most that brotli may come to. */
  readonly budget?: number;
}

export function weigh(name: string, bytes: Uint8Array, budget?: number): Weight {
  const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
  const weight = { name, raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli };
  return budget === undefined ? weight : { ...weight, budget };
}

/** The build's own limits by file, which `npm test` holds: kB are 1,000 bytes. */
export function fileBudgets(): Map<string, number> {
  // This repository's own file, in the form that size-limit reads.
  const limits = JSON.parse(readFileSync(".size-limit.json", "utf8")) as readonly { path: string; limit: string }[];
  return new Map(limits.map(({ path, limit }) => [path, 1_000 * Number.parseFloat(limit)]));
}
