import type { Fields } from "./fields.ts";

/** A positive rational as decimal strings: exact at both ends of the wire. */
export interface Rational {
  readonly n: string;
  readonly d: string;
}

/** Up to 2^133: far beyond any noise that fits the modulus, and short to compute with. */
const NATURAL = /^[1-9][0-9]{0,39}$/;

export function rational(fields: Fields): Rational {
  const read = {
    n: fields.text("n", NATURAL, "is not a natural number"),
    d: fields.text("d", NATURAL, "is not a natural number"),
  };
  fields.end();
  return read;
}
