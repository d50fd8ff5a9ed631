import type { Issues } from "../input/issues.ts";
import { shown } from "../input/issues.ts";
import type { RawRow } from "../input/row.ts";
import { firstOf, isEmpty, textOf } from "../input/values.ts";
import type { Price } from "../product.ts";
import { FIELDS } from "./fields.ts";
import { currencyCode, readPrice } from "./price.ts";

type PriceField = "price" | "salePrice" | "listPrice";

/** What a row costs now, and before a sale when the row says so. */
export function readPrices(
  row: RawRow,
  { issues, nowMs }: { readonly issues: Issues; readonly nowMs: number },
): { price: Price | undefined; listPrice: Price | undefined } {
  const currency = readCurrency(row, issues);
  const read = (field: PriceField): Price | undefined => priceIn(row, field, currency, issues);
  const regular = read("price");
  const sale = saleHolds(textOf(firstOf(row.fields, FIELDS.salePeriod)), nowMs) ? read("salePrice") : undefined;
  const price = sale ?? regular;
  const before = [read("listPrice"), regular].find((one) => isMore(one, price));
  return { price, listPrice: before };
}

function isMore(price: Price | undefined, than: Price | undefined): boolean {
  return price !== undefined && than !== undefined && price.currency === than.currency && price.amount > than.amount;
}

function readCurrency(row: RawRow, issues: Issues): string {
  const value = firstOf(row.fields, FIELDS.currency);
  const code = currencyCode(value);
  if (code === undefined && !isEmpty(value)) {
    issues.warn(row.line, "currency", `${shown(value)} is no currency and was left out: write a code such as EUR`);
  }
  return code ?? "";
}

function priceIn(row: RawRow, field: PriceField, currency: string, issues: Issues): Price | undefined {
  const name = FIELDS[field].find((one) => !isEmpty(row.fields.get(one)));
  if (name === undefined) return undefined;
  const { price, warning, problem } = readPrice(row.fields.get(name), currency);
  const message = problem ?? warning;
  if (message !== undefined) issues.warn(row.line, name, message);
  return price;
}

/** `2026-11-24T00:00+0100/2026-11-28T23:59+0100`; anything else sets no dates. */
function saleHolds(period: string, nowMs: number): boolean {
  const [from, to, ...more] = period.split("/").map((time) => Date.parse(time.trim()));
  if (from === undefined || to === undefined || more.length > 0 || !(from <= to)) return true;
  return nowMs >= from && nowMs <= to;
}
