import { FetchError } from "../../src/core/errors.ts";

const LIMIT_MS = 20_000;

export type FileOf = (url: string, maxBytes: number, cache: RequestCache) => Promise<Uint8Array<ArrayBuffer>>;

/**
 * One file of the catalogue: without credentials, so that nothing links two requests of a device, within 20 seconds, and
 * at most `maxBytes`. Throws FetchError with what was tried and what to look at.
 */
export const fetchFile: FileOf = async (url, maxBytes, cache) => {
  const response = await attempt(url, cache);
  if (!response.ok)
    throw new FetchError(`${url} answered ${response.status}: is the catalogue where the page says it is?`);
  const bytes = new Uint8Array(await body(url, response));
  if (bytes.length > maxBytes) throw new FetchError(`${url} is ${bytes.length} bytes where at most ${maxBytes} can be`);
  return bytes;
};

async function attempt(url: string, cache: RequestCache): Promise<Response> {
  try {
    return await fetch(url, { credentials: "omit", cache, signal: AbortSignal.timeout(LIMIT_MS) });
  } catch (cause) {
    throw new FetchError(
      `${url} could not be fetched: offline, blocked by the page's policy (connect-src) or without CORS`,
      { cause },
    );
  }
}

async function body(url: string, response: Response): Promise<ArrayBuffer> {
  try {
    return await response.arrayBuffer();
  } catch (cause) {
    throw new FetchError(`${url} broke off before its end`, { cause });
  }
}
