import type { IncomingMessage } from "node:http";

const MOST_BYTES = 16_384;
const TIME_MS = 10_000;

/** What a form sent, or why it is refused, as an HTTP status. */
export type FormReading = { readonly form: URLSearchParams } | { readonly status: 400 | 408 | 413 | 415 };

/** Reads the body of a form; bounded in bytes and time. */
export function readForm(request: IncomingMessage): Promise<FormReading> {
  const type = request.headers["content-type"] ?? "";
  if (!/^application\/x-www-form-urlencoded\b/i.test(type)) return Promise.resolve({ status: 415 });
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const finish = (reading: FormReading): void => {
      clearTimeout(timer);
      resolve(reading);
    };
    const timer = setTimeout(finish, TIME_MS, { status: 408 });
    request.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > MOST_BYTES) finish({ status: 413 });
      else chunks.push(chunk);
    });
    request.on("end", () => finish({ form: new URLSearchParams(Buffer.concat(chunks).toString("utf8")) }));
    request.on("error", () => finish({ status: 400 }));
  });
}
