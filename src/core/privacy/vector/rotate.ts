/**
 * Turns a vector in place: signs flipped by a public seed's bits, then the Walsh-Hadamard transform, divided by the root of the length. Lengths stay
 * as they are and no value is large any more (Ailon and Chazelle 2009; Suresh et al. 2017, section 3). The length is a power of two.
 *
 * @param signs One bit a value, lowest first; 1 flips.
 */
export function rotate(values: Float64Array, signs: Uint32Array): void {
  flip(values, signs);
  transform(values);
}

/** Turns a vector back, in place: the transform is its own inverse. */
export function rotateBack(values: Float64Array, signs: Uint32Array): void {
  transform(values);
  flip(values, signs);
}

function flip(values: Float64Array, signs: Uint32Array): void {
  for (let at = 0; at < values.length; at++)
    if (((signs[at >>> 5]! >>> (at & 31)) & 1) === 1) values[at] = -values[at]!;
}

function transform(values: Float64Array): void {
  const { length } = values;
  for (let half = 1; half < length; half *= 2)
    for (let start = 0; start < length; start += 2 * half)
      for (let left = start; left < start + half; left++) {
        const a = values[left]!;
        const b = values[left + half]!;
        values[left] = a + b;
        values[left + half] = a - b;
      }
  const unit = 1 / Math.sqrt(length);
  for (let at = 0; at < length; at++) values[at] = values[at]! * unit;
}
