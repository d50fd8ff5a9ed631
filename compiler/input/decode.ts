import { Buffer, isUtf8 } from "node:buffer";
import { TextDecoder } from "node:util";
import { gunzipSync } from "node:zlib";
import { FeedError } from "../feed/errors.ts";
import type { Issues } from "./issues.ts";
import { LIMITS } from "./limits.ts";

/**
 * A file's text as UTF-8 without a byte order mark, lines ending in LF or CRLF: inflates gzip, understands UTF-16 by
 * its mark, the encoding an XML declaration names, and Windows-1252 for what is not UTF-8. `name` is for messages.
 * Throws FeedError for a file that is empty, too large, or no text.
 */
export function decode(bytes: Uint8Array, name: string, issues: Issues): Buffer {
  if (bytes.length === 0) throw new FeedError(`${name} is empty (0 bytes): export it again`);
  const text = unifyLines(toUtf8(inflate(asBuffer(bytes), name), name, issues));
  if (isBlank(text)) throw new FeedError(`${name} holds nothing but white space: export it again`);
  return text;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function inflate(bytes: Buffer, name: string): Buffer {
  const inflated = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzip(bytes, name) : bytes;
  if (inflated.length > LIMITS.fileBytes) throw tooLarge(name);
  return inflated;
}

function gunzip(bytes: Buffer, name: string): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: LIMITS.fileBytes });
  } catch (cause) {
    // The cast: an Error of Node's own carries its code, when it has one, in `code`.
    if ((cause as { code?: unknown }).code === "ERR_BUFFER_TOO_LARGE") throw tooLarge(name);
    throw new FeedError(`${name} is a gzip file that is damaged or cut short: fetch it again`, { cause });
  }
}

function tooLarge(name: string): FeedError {
  return new FeedError(`${name} has more than ${LIMITS.fileBytes / 1e6} MB of text: leave out fields or split it`);
}

function toUtf8(bytes: Buffer, name: string, issues: Issues): Buffer {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return notBinary(recode(bytes, "utf-16le"), name);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return notBinary(recode(bytes, "utf-16be"), name);
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const text = notBinary(marked ? bytes.subarray(3) : bytes, name);
  if (isUtf8(text)) return text;
  const broken = brokenUtf8(text);
  if (broken === undefined) return recodeLegacy(text, issues);
  issues.warn(broken.line, "", brokenMessage(broken.count));
  return text;
}

/** Decoders drop the byte order mark themselves. */
function recode(bytes: Buffer, encoding: string): Buffer {
  return Buffer.from(new TextDecoder(encoding).decode(bytes), "utf8");
}

function notBinary(bytes: Buffer, name: string): Buffer {
  if (bytes.subarray(0, 4).equals(Buffer.from("PK\x03\x04", "latin1"))) {
    throw new FeedError(`${name} is a ZIP archive or an Excel workbook: unpack it, or save the sheet as CSV (UTF-8)`);
  }
  const head = bytes.subarray(0, 65_536);
  const controls = head.reduce((count, byte) => count + (byte < 9 || (byte > 13 && byte < 32) ? 1 : 0), 0);
  if (head.includes(0) || controls > head.length / 20) {
    throw new FeedError(`${name} is a binary file, not text: export it as UTF-8 text (TSV, CSV, XML or JSON Lines)`);
  }
  return bytes;
}

/** What is broken of a text that is so nearly UTF-8 that a few characters were cut in half: more letters beyond ASCII are whole. Undefined for any other. */
function brokenUtf8(text: Buffer): { readonly line: number; readonly count: number } | undefined {
  const decoded = text.toString("utf8");
  const beyondAscii = decoded.match(/[^\0-\x7f]/g)?.length ?? 0;
  const count = decoded.match(/\ufffd/g)?.length ?? 0;
  if (count * 2 >= beyondAscii) return undefined;
  return { line: decoded.slice(0, decoded.indexOf("\ufffd")).split("\n").length, count };
}

const brokenMessage = (count: number): string =>
  `${count === 1 ? "a character is" : `${count} characters are`} not whole from here on and read as "\ufffd": export the file again as UTF-8`;

function recodeLegacy(text: Buffer, issues: Issues): Buffer {
  const declared = /^\s*<\?xml[^>]*\bencoding\s*=\s*["']([\w.:-]{1,40})["']/.exec(text.toString("latin1", 0, 200))?.[1];
  // Many declare UTF-8 without being it.
  const recoded = declared === undefined || /^utf/i.test(declared) ? undefined : recodeKnown(text, declared);
  if (recoded !== undefined) return recoded;
  issues.warn(1, "", "the file is not UTF-8 and was read as Windows-1252: if letters look wrong, save it as UTF-8");
  return recode(text, "windows-1252");
}

function recodeKnown(text: Buffer, encoding: string): Buffer | undefined {
  try {
    return recode(text, encoding);
  } catch {
    return undefined;
  }
}

/** Old spreadsheets end lines in CR alone. */
function unifyLines(text: Buffer): Buffer {
  if (text.includes(0x0a) || !text.includes(0x0d)) return text;
  return Buffer.from(text.map((byte) => (byte === 0x0d ? 0x0a : byte)));
}

function isBlank(text: Buffer): boolean {
  return text.every((byte) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d));
}
