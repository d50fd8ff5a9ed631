/** A positive fraction of whole numbers, exactly. */
export interface Rational {
  readonly numerator: number;
  readonly denominator: number;
}
