/** 0 to 1, without 1. */
export type Draw = () => number;

/** Normal with mean 0 (Box and Muller, 1958). */
export function fillNormal(values: Float32Array, deviation: number, draw: Draw): void {
  for (let at = 0; at < values.length; at++)
    values[at] = deviation * Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
}

/** Where hundreds of millions of bits are drawn: xorshift (Marsaglia, 2003), begun from the stream. 32 bits, never 0. */
export const begun = (random: Draw): number => 1 + Math.floor(random() * 0xffff_fffe);

export function stirred(state: number): number {
  let next = state ^ (state << 13);
  next ^= next >>> 17;
  return next ^ (next << 5);
}

/** Zeroes a share of the first `length` values and scales the rest up; `keep` remembers by what each was multiplied. */
export function drop(values: Float32Array, keep: Float32Array, length: number, share: number, random: Draw): void {
  if (share === 0) {
    keep.fill(1, 0, length);
    return;
  }
  const scale = 1 / (1 - share);
  const threshold = share * 0x1_0000_0000;
  let state = begun(random);
  for (let at = 0; at < length; at++) {
    state = stirred(state);
    const factor = Number(state >>> 0 >= threshold) * scale; // no branch: nobody could foretell it
    keep[at] = factor;
    values[at]! *= factor;
  }
}
