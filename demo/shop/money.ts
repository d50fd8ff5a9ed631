import type { Price, Product } from "inkling/compiler";

const formats = new Map<string, Intl.NumberFormat>();

function formatFor(currency: string): Intl.NumberFormat {
  const known = formats.get(currency);
  if (known !== undefined) return known;
  const options = { style: "currency", currency } as const;
  const made = new Intl.NumberFormat("en-GB", /^[A-Z]{3}$/.test(currency) ? options : { minimumFractionDigits: 2 });
  formats.set(currency, made);
  return made;
}

/** "£12.50"; a feed that names no currency gets plain figures. */
export const money = ({ amount, currency }: Price): string => formatFor(currency).format(amount);

/** Without pence: "£12". */
export function roughly({ amount, currency }: Price): string {
  return money({ amount: Math.round(amount), currency }).replace(/\.00$/, "");
}

/** The saving as a whole percentage, 0 when there is none. */
export const saving = (now: Price, before: Price): number =>
  before.amount > now.amount ? Math.round((1 - now.amount / before.amount) * 100) : 0;

/** Whether the feed gives a price from before a sale. */
export const isOffer = ({ price, listPrice }: Product): boolean =>
  price !== undefined && listPrice !== undefined && saving(price, listPrice) > 0;
