import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";
import { SECTION_NAMES, type SectionName } from "../../src/core/catalogue/manifest.ts";

/** Bytes on the wire of each section. */
export type TransferBytes = Readonly<Record<SectionName, number>>;

/** What servers and CDNs choose when they compress as they send; the best quality, 11, makes about 8 % less. */
const QUALITY = 5;

const compress = promisify(brotliCompress);

/** Length of `bytes` as brotli sends them. */
export async function brotliBytes(bytes: Uint8Array): Promise<number> {
  const params = { [constants.BROTLI_PARAM_QUALITY]: QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return (await compress(bytes, { params })).length;
}

export async function transferBytes(sections: Readonly<Record<SectionName, Uint8Array>>): Promise<TransferBytes> {
  const [ranking, display, aliases] = await Promise.all(SECTION_NAMES.map((name) => brotliBytes(sections[name])));
  return { ranking: ranking!, display: display!, aliases: aliases! };
}

export function totalBytes({ ranking, display, aliases }: TransferBytes): number {
  return ranking + display + aliases;
}
