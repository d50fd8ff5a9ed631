/** A price as shops write it: 4.95, 12.50, 48.00, 145.00. Never under one pound. */
export function shelfPrice(pounds: number): number {
  if (pounds >= 100) return Math.round(pounds / 5) * 5;
  if (pounds >= 25) return Math.round(pounds);
  const whole = Math.max(1, Math.floor(pounds));
  return pounds - whole < 0.5 ? whole + 0.5 : whole + 0.95;
}
