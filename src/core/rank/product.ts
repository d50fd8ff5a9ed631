/** A layer's weights, row-major [inputs x outputs], and what is added to each row of its outputs. */
export type Layer = readonly [weights: Float32Array, bias: Float32Array];

/** Rows of inputs, row-major, through layers one after the other, relu between: [rows x outputs of the last], a fresh array. */
export type Product = (input: Float32Array, rows: number, ...layers: readonly Layer[]) => Float32Array;

/** In plain typed arrays. Zeros, and what a relu makes of half of all values, cost nothing. */
export const plainProduct: Product = (input, rows, ...layers) => {
  let from = input;
  layers.forEach(([weights, bias], layer) => {
    const inner = from.length / rows;
    const columns = weights.length / inner;
    const into = new Float32Array(rows * columns);
    for (let row = 0; row < rows; row++) {
      const to = row * columns;
      for (let i = 0; i < inner; i++) {
        const value = from[row * inner + i]!;
        if (value === 0 || (value < 0 && layer > 0)) continue;
        const start = i * columns;
        for (let column = 0; column < columns; column++) into[to + column]! += value * weights[start + column]!;
      }
      for (let column = 0; column < columns; column++) into[to + column]! += bias[column]!;
    }
    from = into;
  });
  return from;
};

/** In place. The sum is exact, and there is no branch that half of the values take unforeseen: a quarter of the time. */
export function relu(values: Float32Array): Float32Array {
  for (let at = 0; at < values.length; at++) values[at] = (values[at]! + Math.abs(values[at]!)) / 2;
  return values;
}
