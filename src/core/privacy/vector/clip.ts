import { NotFiniteError } from "../../errors.ts";

/**
 * The values, shortened to an L2 norm of `clipNorm` where theirs is longer; their direction stays. Throws NotFiniteError, naming `what`, for
 * NaN and infinity, which no clip could bound.
 */
export function clipped(values: ArrayLike<number>, clipNorm: number, what: string): Float64Array<ArrayBuffer> {
  const out = new Float64Array(values);
  const most = largest(out, what);
  if (most === 0) return out;
  // Divided by the largest, squares neither overflow nor vanish.
  let squares = 0;
  for (const value of out) squares += (value / most) ** 2;
  const root = Math.sqrt(squares);
  if (most * root <= clipNorm) return out;
  const norm = clipNorm / root;
  for (let at = 0; at < out.length; at++) out[at] = (out[at]! / most) * norm;
  return out;
}

function largest(values: Float64Array, what: string): number {
  let most = 0;
  for (let at = 0; at < values.length; at++) {
    const size = Math.abs(values[at]!);
    if (!(size < Number.POSITIVE_INFINITY)) throw new NotFiniteError(`${what}: value ${at} is ${values[at]}`);
    if (size > most) most = size;
  }
  return most;
}
