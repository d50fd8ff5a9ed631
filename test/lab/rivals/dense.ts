/** The inverse by Gauss and Jordan with pivoting, in float64, on the matrix beside the identity. */
export function inverseOf(matrix: Float64Array, size: number): Float64Array {
  const rows = Array.from({ length: size }, (_, at) => {
    const row = new Float64Array(2 * size);
    row.set(matrix.subarray(at * size, (at + 1) * size));
    row[size + at] = 1;
    return row;
  });
  for (let k = 0; k < size; k++) {
    let best = k;
    for (let at = k; at < size; at++) if (Math.abs(rows[at]![k]!) > Math.abs(rows[best]![k]!)) best = at;
    [rows[k], rows[best]] = [rows[best]!, rows[k]!];
    const own = rows[k]!;
    const pivot = own[k]!;
    for (let c = 0; c < own.length; c++) own[c]! /= pivot;
    rows.forEach((row, at) => {
      const factor = row[k]!;
      if (at !== k && factor !== 0) for (let c = 0; c < row.length; c++) row[c]! -= factor * own[c]!;
    });
  }
  return Float64Array.from(rows.flatMap((row) => [...row.subarray(size)]));
}

/** aᵀ b, of matrices with the same number of rows, given as lists of rows. */
export function crossProduct(
  a: readonly (readonly number[])[],
  b: readonly (readonly number[])[],
  size: number,
): Float64Array {
  const product = new Float64Array(size * size);
  a.forEach((left, row) => {
    left.forEach((value, i) => {
      if (value !== 0)
        b[row]!.forEach((other, j) => {
          product[i * size + j]! += value * other;
        });
    });
  });
  return product;
}
