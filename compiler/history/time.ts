import { textOf } from "../input/values.ts";

/** 1973 as seconds: smaller numbers count something else. */
const LEAST_SECONDS = 1e8;
const MOST_SECONDS = 1e11;
const MOST_MS = 1e14;
const MOST_MICROS = 1e17;

const ISO =
  /^(\d{4})[-/](\d{2})[-/](\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?$/i;

/**
 * Milliseconds since the epoch. A number is told apart by its size: seconds (with fractions), milliseconds or
 * microseconds (GA4's exports); eight digits are a date. Text is ISO 8601, `2026-05-01 10:00:00 +0200` included, and
 * UTC where it names no zone. Undefined for anything else.
 */
export function readTime(value: unknown): number | undefined {
  const text = textOf(value);
  if (/^(19|20)\d{6}$/.test(text)) return readIso(`${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`);
  if (/^\d+(\.\d+)?(e\+?\d+)?$/i.test(text)) return readNumber(Number(text));
  return readIso(text);
}

function readNumber(number: number): number | undefined {
  if (number < LEAST_SECONDS || number >= MOST_MICROS) return undefined;
  if (number < MOST_SECONDS) return Math.round(number * 1000);
  return Math.round(number < MOST_MS ? number : number / 1000);
}

function readIso(text: string): number | undefined {
  const match = ISO.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, clock = "00:00", zone = "Z"] = match;
  const at = Date.parse(`${year}-${month}-${day}T${clock}${offset(zone)}`);
  return Number.isNaN(at) ? undefined : at;
}

/** `+02`, `+0200` and `UTC` as Date.parse wants them: `+02:00`, `Z`. */
function offset(zone: string): string {
  const match = /^([+-]\d{2}):?(\d{2})?$/.exec(zone);
  return match === null ? "Z" : `${match[1]}:${match[2] ?? "00"}`;
}
