import type { Rational } from "../privacy/rational.ts";
import type { Fields } from "./fields.ts";

/** As the sampler of noise takes them: deviations up to 2^26. */
const MOST_NUMERATOR = 2 ** 52;
const MOST_DENOMINATOR = 2 ** 20;

export function rational(fields: Fields): Rational {
  const read = {
    numerator: fields.whole("numerator", 1, MOST_NUMERATOR),
    denominator: fields.whole("denominator", 1, MOST_DENOMINATOR),
  };
  fields.end();
  return read;
}
