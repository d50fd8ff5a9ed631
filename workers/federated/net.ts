import { FetchError } from "../../src/core/errors.ts";

const LIMIT_MS = 20_000;

/** The network as a device uses it: without credentials, referrer or redirects, in bounded time and size. Both throw FetchError. */
export interface Net {
  get(url: string, maxBytes: number): Promise<Uint8Array<ArrayBuffer>>;
  /** `type`: of the body, "application/octet-stream" unless it is named. */
  post(url: string, body: Uint8Array, maxBytes: number, type?: string): Promise<Uint8Array<ArrayBuffer>>;
}

/** @param life Ends whatever is under way. */
export function openNet(life: AbortSignal): Net {
  const ask = async (url: string, maxBytes: number, init: RequestInit): Promise<Uint8Array<ArrayBuffer>> => {
    // Safari before 17.4 has no AbortSignal.any.
    const limit = new AbortController();
    const end = (): void => limit.abort();
    const timer = setTimeout(end, LIMIT_MS);
    life.addEventListener("abort", end);
    try {
      life.throwIfAborted();
      const response = await fetch(url, {
        ...init,
        signal: limit.signal,
        credentials: "omit",
        referrerPolicy: "no-referrer",
        redirect: "error",
      });
      if (!response.ok) throw new FetchError(`${url} answered ${response.status}`);
      return await bodyOf(response, maxBytes);
    } catch (cause) {
      if (cause instanceof FetchError) throw cause;
      throw new FetchError(`${url} could not be reached: offline, blocked by the page's policy, or without CORS`, {
        cause,
      });
    } finally {
      clearTimeout(timer);
      life.removeEventListener("abort", end);
    }
  };
  return {
    // Nothing is kept by the browser: an ETag of a device's own would tell its visits from others'.
    get: (url, maxBytes) => ask(url, maxBytes, { cache: "no-store" }),
    post: (url, body, maxBytes, type = "application/octet-stream") =>
      ask(url, maxBytes, {
        method: "POST",
        cache: "no-store",
        headers: { "content-type": type },
        body: new Uint8Array(body),
      }),
  };
}

/** Reads no further than it may. */
async function bodyOf(response: Response, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done || value === undefined) break;
    length += value.length;
    parts.push(value);
    if (length > maxBytes) {
      await reader?.cancel();
      throw new FetchError(`${response.url} has more than ${maxBytes} bytes`);
    }
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
