import type { Display } from "../../core/bridge/protocol.ts";

/** A price as the reader's language writes it; plain digits where the currency or the locale is none the browser knows. */
export function formatPrice({ amount, currency }: NonNullable<Display["price"]>, locale: string | undefined): string {
  try {
    const style = currency === "" ? {} : ({ style: "currency", currency } as const);
    return new Intl.NumberFormat(locale, style).format(amount);
  } catch {
    return `${amount} ${currency}`.trim();
  }
}
