/** What one unit of the additive score weighs against linear weights where there is no head: fits the choices of simulated shoppers best between 1 and 2. */
export const BASE_WEIGHT = 1;

/** Of each row of `features`: its sum, weighted. */
export function linearOutputs(weights: Float32Array, features: Float32Array): Float32Array {
  const width = weights.length;
  return Float32Array.from({ length: features.length / width }, (_, row) =>
    weights.reduce((sum, weight, at) => sum + weight * features[row * width + at]!, 0),
  );
}
