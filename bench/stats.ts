/** Of a set of repetitions, in the unit of its values. */
export interface Spread {
  readonly p50: number;
  readonly p95: number;
}

export function spreadOf(values: readonly number[]): Spread {
  return { p50: rounded(percentile(values, 0.5)), p95: rounded(percentile(values, 0.95)) };
}

/** The value that a share of the values is at most (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** To three digits. */
export const rounded = (value: number): number => Number(value.toPrecision(3));
