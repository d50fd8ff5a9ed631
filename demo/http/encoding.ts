import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

export type Encoding = "br" | "gzip" | "identity";

const brotli = promisify(brotliCompress);
const gzipped = promisify(gzip);

/** The best of the encodings that an `Accept-Encoding` header allows (RFC 9110, section 12.5.3). */
export function chooseEncoding(header: string): Encoding {
  const quality = new Map(
    header.split(",").map((item) => {
      const [name = "", ...parameters] = item.split(";").map((text) => text.trim().toLowerCase());
      const q = parameters.find((text) => text.startsWith("q="));
      return [name, q === undefined ? 1 : Number(q.slice(2)) || 0];
    }),
  );
  const allowed = (name: string): boolean => (quality.get(name) ?? quality.get("*") ?? 0) > 0;
  if (allowed("br")) return "br";
  return allowed("gzip") ? "gzip" : "identity";
}

/** Under this a header costs more than compression saves. */
const WORTH_BYTES = 600;
/** Brotli's best level takes seconds a megabyte. */
const SMALL_BYTES = 300_000;

const COMPRESSIBLE = /^(?:text\/|application\/(?:json|javascript)|image\/svg|application\/octet-stream)/;

export const worthEncoding = (type: string, bytes: number): boolean => bytes >= WORTH_BYTES && COMPRESSIBLE.test(type);

/** `lasting` bodies are compressed once and sent often, so they may take longer. */
export async function encode(body: Buffer, encoding: Encoding, lasting: boolean): Promise<Buffer> {
  if (encoding === "identity") return body;
  if (encoding === "gzip") return gzipped(body, { level: lasting ? 9 : 5 });
  const quality = lasting ? (body.length <= SMALL_BYTES ? 11 : 7) : 4;
  return brotli(body, {
    params: { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
  });
}
