import { FEATURES } from "../features.ts";
import { inputsOf } from "../head.ts";
import { linearOutputs } from "../linear.ts";
import type { SharedHead } from "../prepared.ts";
import { type Product, plainProduct, relu } from "../product.ts";
import { SCALES } from "../scales.ts";
import { sharedHead } from "../shared-head.ts";
import type { DrawnList } from "./lists.ts";
import { additiveLogits } from "./logits.ts";
import { sharpnessOf } from "./sharpness.ts";

/** Steps down the slope of all lists, and their length. */
export interface LocalTraining {
  readonly epochs: number;
  readonly rate: number;
}

/** One step: five of a fifth, or steps twice as long, of which the clip of .3 leaves the direction alone, taught no more in the simulation. Where choices are a quarter as sharp as logits, it moves by .1 of what they are off. */
export const LOCAL: LocalTraining = { epochs: 1, rate: 0.4 };

/** One list, ready to be learned from: it does not depend on the weights. */
export interface ReadyList {
  /** Of all lists' weight. */
  readonly share: number;
  /** Candidates x features, off their usual value, by their deviation. */
  readonly inputs: Float32Array;
  /** What the additive score gives each candidate. */
  readonly logits: Float32Array;
  /** Of its device's choices. */
  readonly sharpness: number;
  readonly standsFor: Float32Array | undefined;
}

export function readyLists(lists: readonly DrawnList[]): readonly ReadyList[] {
  const all = lists.reduce((sum, { weight }) => sum + weight, 0);
  const sharpness = sharpnessOf(lists, additiveLogits);
  return lists.map((list) => ({
    share: list.weight / all,
    inputs: inputsOf(SCALES, list.values),
    logits: additiveLogits(list),
    sharpness,
    standsFor: list.standsFor,
  }));
}

/**
 * What one device would change of a model's weights, as sharedHead reads them: local epochs of gradient descent on the weighted listwise softmax of
 * its choices (the loss of workers/model/slopes.ts), of so many times the logits as the choices are sharp. Zeros without any list.
 */
export function updateOf(
  lists: readonly ReadyList[],
  weights: ArrayLike<number>,
  { epochs, rate }: LocalTraining = LOCAL,
  product: Product = plainProduct,
): Float64Array<ArrayBuffer> {
  const own = Float64Array.from(weights);
  for (let epoch = 0; epoch < epochs; epoch++) {
    const slope = new Float64Array(own.length);
    const head = sharedHead(own);
    for (const list of lists) addSlope(slope, list, head, product);
    for (let at = 0; at < own.length; at++) own[at]! -= rate * slope[at]!;
  }
  return own.map((value, at) => value - weights[at]!);
}

/** Adds a list's share of the slope of its cross-entropy, whose first row was chosen: what is expected less what was chosen. */
function addSlope(
  slope: Float64Array,
  { share, inputs, logits, sharpness, standsFor }: ReadyList,
  head: SharedHead,
  product: Product,
): void {
  const width = FEATURES.length;
  const layers = layersOf(head, inputs, product);
  const last = head.weights.at(-1);
  const added = last && product(layers.at(-1)!, logits.length, [last, new Float32Array(1)]);
  const scores = Float64Array.from(
    linearOutputs(head.linear, inputs),
    (output, row) => sharpness * (Math.fround(output + (added?.[row] ?? 0)) + logits[row]!) + (standsFor?.[row] ?? 0),
  );
  const most = scores.reduce((high, score) => Math.max(high, score), Number.NEGATIVE_INFINITY);
  const odds = scores.map((score) => Math.exp(score - most));
  const sum = odds.reduce((total, one) => total + one, 0);
  const errors = odds.map((one, row) => share * sharpness * (one / sum - (row === 0 ? 1 : 0)));
  errors.forEach((error, row) => {
    for (let at = 0; at < width; at++) slope[at]! += error * inputs[row * width + at]!;
  });
  addLayers(slope, head, layers, Float32Array.from(errors), product);
}

/** What each hidden layer makes of rows of standardised features, the rows themselves first. */
function layersOf({ biases, weights }: SharedHead, inputs: Float32Array, product: Product): Float32Array[] {
  const rows = inputs.length / FEATURES.length;
  const layers = [inputs];
  for (const [at, bias] of biases.entries()) layers.push(relu(product(layers[at]!, rows, [weights[at]!, bias])));
  return layers;
}

/** The slopes of the hidden layers, the last first (Rumelhart, Hinton and Williams, 1986), at the end of `slope`. `errors`: rows x outputs. */
function addLayers(
  slope: Float64Array,
  { weights, biases }: SharedHead,
  layers: readonly Float32Array[],
  errors: Float32Array,
  product: Product,
): void {
  const rows = errors.length;
  let end = slope.length;
  let outgoing = errors;
  for (let layer = weights.length - 1; layer >= 0; layer--) {
    const [input, weight] = [layers[layer]!, weights[layer]!];
    const [inputs, outputs] = [input.length / rows, outgoing.length / rows];
    if (biases[layer]) {
      end -= outputs;
      outgoing.forEach((error, at) => {
        slope[end + (at % outputs)]! += error;
      });
    }
    end -= weight.length;
    product(transposed(input, inputs), inputs, [outgoing, new Float32Array(outputs)]).forEach((value, at) => {
      slope[end + at]! += value;
    });
    if (layer > 0)
      outgoing = product(outgoing, rows, [transposed(weight, outputs), new Float32Array(inputs)]).map((error, at) =>
        input[at]! > 0 ? error : 0,
      );
  }
}

function transposed(matrix: Float32Array, columns: number): Float32Array {
  const rows = matrix.length / columns;
  return matrix.map((_, at) => matrix[(at % rows) * columns + Math.trunc(at / rows)]!);
}
