import { brotliCompressSync, constants } from "node:zlib";

const BEST = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };

/** @param {number} bytes */
const kB = (bytes) => `${(bytes / 1000).toFixed(2)} kB`.padStart(12);

/**
 * What each file weighs as it is and as brotli sends it, in the units of the size budgets (1 kB is 1,000 bytes).
 * @param {readonly { path: string, code: string }[]} files
 */
export function sizeTable(files) {
  const width = Math.max(...files.map(({ path }) => path.length));
  /** @param {{ path: string, code: string }} file */
  const row = ({ path, code }) => {
    const bytes = Buffer.from(code);
    return `${path.padEnd(width)}${kB(bytes.length)}${kB(brotliCompressSync(bytes, BEST).length)}`;
  };
  return [`${"".padEnd(width)}${"raw".padStart(12)}${"brotli".padStart(12)}`, ...files.map(row)].join("\n");
}
