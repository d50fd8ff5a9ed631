import { shown } from "../input/issues.ts";
import { isObject } from "../input/json.ts";
import { LIMITS } from "../input/limits.ts";
import { textOf } from "../input/values.ts";
import type { Price } from "../product.ts";
import { readDecimal } from "./decimal.ts";

/** `warning`: understood, but say it. `problem`: not understood. Both are the rest of a sentence about the value. */
export interface PriceReading {
  readonly price: Price | undefined;
  readonly warning?: string;
  readonly problem?: string;
}

const SYMBOLS: Readonly<Record<string, string>> = {
  "€": "EUR",
  "£": "GBP",
  "₹": "INR",
  "₩": "KRW",
  원: "KRW",
  "₺": "TRY",
  "₽": "RUB",
  "₫": "VND",
  "₱": "PHP",
  "₪": "ILS",
  "฿": "THB",
  zł: "PLN",
  円: "JPY",
  元: "CNY",
  us$: "USD",
  r$: "BRL",
  a$: "AUD",
  c$: "CAD",
  ca$: "CAD",
  nt$: "TWD",
  hk$: "HKD",
  // Shared by several currencies: no guess.
  $: "",
  "¥": "",
  kr: "",
  "kr.": "",
};

/**
 * A price as feeds write it: a number, `12.99 EUR`, `EUR 12.99`, `€12.99`, `12,99 EUR`, `1.299,00 EUR`,
 * `1,299.00 USD`, or `{"amount": 12.99, "currency": "EUR"}`. `currency` stands in when the value names none.
 * `1,299` and `1.299` are refused where three decimals and thousands are both possible.
 */
export function readPrice(value: unknown, currency: string): PriceReading {
  if (isObject(value)) {
    const own = value.currency ?? value.currency_code ?? value.currencyCode;
    const amount = value.amount ?? value.value ?? value.price;
    return readPrice(isObject(amount) ? undefined : amount, currencyCode(own) ?? currency);
  }
  const raw = textOf(value);
  if (raw === "") return { price: undefined };
  const text = raw.slice(0, 100).normalize("NFKC").toLowerCase();
  const match = /^([^\d,.-]*)(-?\s*[\d.,'’ ]*\d)([^\d]*)$/.exec(text);
  const unit = match === null ? undefined : unitOf(match[1]!, match[3]!);
  if (match === null || unit === undefined) return { price: undefined, problem: notAPrice(raw) };
  const own = unit === "" ? currency : unit;
  return typeof value === "number" ? checked(value, own, raw) : amountOf(match[2]!, own, raw);
}

/** `EUR` for `eur`; undefined for what is no code of three letters. */
export function currencyCode(value: unknown): string | undefined {
  const text = textOf(value).toUpperCase();
  return /^[A-Z]{3}$/.test(text) ? text : undefined;
}

/** The currency that stands before or after the digits; "" for none, undefined for anything else. */
function unitOf(before: string, after: string): string | undefined {
  const units = [before.trim(), after.trim()].filter((unit) => unit !== "");
  if (units.length === 0) return "";
  const known = units.map((unit) => (Object.hasOwn(SYMBOLS, unit) ? SYMBOLS[unit] : currencyCode(unit)));
  if (known.includes(undefined)) return undefined;
  const named = [...new Set(known)].filter((unit) => unit !== "");
  return named.length > 1 ? undefined : (named[0] ?? "");
}

function notAPrice(raw: string): string {
  return `${shown(raw)} is not a price and was left out: write it as 12.99 EUR`;
}

function checked(amount: number, currency: string, raw: string): PriceReading {
  if (amount < 0) return { price: undefined, problem: `${shown(raw)} is negative and was left out: correct it` };
  if (!(amount <= LIMITS.price)) return { price: undefined, problem: notAPrice(raw) };
  return { price: { amount, currency } };
}

function amountOf(digits: string, currency: string, raw: string): PriceReading {
  const negative = digits.startsWith("-");
  const written = readDecimal(digits.replace(/^-\s*/, "").replace(/(?<=\d)['’ ](?=\d{3}(?!\d))/g, ""), currency);
  if (written === "ambiguous") {
    const problem = `${shown(raw)} could mean thousands or decimals and was left out: write 1299.00 or 1.30`;
    return { price: undefined, problem };
  }
  if (written === undefined) return { price: undefined, problem: notAPrice(raw) };
  const reading = checked(negative ? -Number(written.plain) : Number(written.plain), currency, raw);
  if (!written.comma || reading.price === undefined) return reading;
  return { ...reading, warning: `${shown(raw)} was read as ${written.plain}: write a point before the decimals` };
}
