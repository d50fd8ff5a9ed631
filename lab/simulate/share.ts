import type { Gap } from "../bootstrap.ts";

/** A gain with its interval, as a share of what it is gained on. */
export const shareOf = ({ gain, low, high }: Gap, of: number): string =>
  `${signed(gain / of)} (${signed(low / of)} to ${signed(high / of)})`;

const signed = (value: number): string => `${value < 0 ? "-" : "+"}${Math.abs(100 * value).toFixed(2)} %`;
