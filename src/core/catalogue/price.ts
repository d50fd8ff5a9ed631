/** Log-spaced price codes: 255 steps between the cheapest and the dearest product. */
export function priceCode(amount: number | undefined, low: number, high: number): number {
  if (amount === undefined || !(amount > 0) || !(low > 0)) return 0;
  if (high <= low) return 1;
  const share = Math.log(amount / low) / Math.log(high / low);
  return 1 + Math.round(254 * Math.min(1, Math.max(0, share)));
}

/** Natural logarithm of the price a code stands for; NaN for code 0. */
export function logPriceOf(code: number, low: number, high: number): number {
  if (code === 0 || !(low > 0)) return Number.NaN;
  return Math.log(low) + ((code - 1) / 254) * Math.log(Math.max(1, high / low));
}
