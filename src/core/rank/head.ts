import { HEAD, type Head } from "../catalogue/learned.ts";

/** The head's output for each row of `features`, as src/core/rank/features.ts gives them. */
export function headOutputs({ mean, scale, weights, biases }: Head, features: Float32Array): Float32Array {
  const width = mean.length;
  const [one, two, three] = weights;
  const [biasOne, biasTwo, biasThree] = biases;
  const first = new Float32Array(HEAD.first);
  const second = new Float32Array(HEAD.second);
  return Float32Array.from({ length: features.length / width }, (_, row) => {
    first.set(biasOne);
    for (let feature = 0; feature < width; feature++) {
      const value = (features[row * width + feature]! - mean[feature]!) * scale[feature]!;
      if (value === 0) continue;
      const at = feature * HEAD.first;
      for (let o = 0; o < HEAD.first; o++) first[o]! += value * one[at + o]!;
    }
    second.set(biasTwo);
    for (let i = 0; i < HEAD.first; i++) {
      const value = first[i]!;
      if (value <= 0) continue;
      const at = i * HEAD.second;
      for (let o = 0; o < HEAD.second; o++) second[o]! += value * two[at + o]!;
    }
    let sum = biasThree[0]!;
    for (let i = 0; i < HEAD.second; i++) if (second[i]! > 0) sum += second[i]! * three[i]!;
    return sum;
  });
}
