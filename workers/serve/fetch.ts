import { BlockedError, FetchError } from "../../src/core/errors.ts";

const LIMIT_MS = 20_000;
/** What the policy has blocked is told a little later than the request fails. */
const TOLD_MS = 50;

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
  let blockedBy = "";
  const hear = (event: Event): void => {
    // Of this very name; the library for workers lists it for documents alone.
    const { blockedURI, disposition, effectiveDirective } = event as SecurityPolicyViolationEvent;
    // An origin, or all of the address.
    if (url.startsWith(blockedURI) && disposition === "enforce") blockedBy = effectiveDirective;
  };
  self.addEventListener("securitypolicyviolation", hear);
  try {
    return await fetch(url, { credentials: "omit", cache, signal: AbortSignal.timeout(LIMIT_MS) });
  } catch (cause) {
    const [answers] = await Promise.all([isAnswered(url), new Promise((resolve) => setTimeout(resolve, TOLD_MS))]);
    if (blockedBy !== "")
      throw new BlockedError(`${url} is blocked: the page's policy must name its origin in ${blockedBy}`, { cause });
    if (answers) throw new BlockedError(`${url} is blocked: its answer lacks Access-Control-Allow-Origin`, { cause });
    throw new FetchError(`${url} could not be fetched: offline, or nobody answers`, { cause });
  } finally {
    self.removeEventListener("securitypolicyviolation", hear);
  }
}

/** Whether somebody answers there, though not to us. */
const isAnswered = (url: string): Promise<boolean> =>
  fetch(url, { mode: "no-cors", method: "HEAD", credentials: "omit", signal: AbortSignal.timeout(2_000) }).then(
    () => true,
    () => false,
  );

async function body(url: string, response: Response): Promise<ArrayBuffer> {
  try {
    return await response.arrayBuffer();
  } catch (cause) {
    throw new FetchError(`${url} broke off before its end`, { cause });
  }
}
