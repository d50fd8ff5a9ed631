import type { Head } from "../../src/core/catalogue/learned.ts";
import { shuffled } from "../../src/core/shuffled.ts";
import { createGemm } from "../../workers/kernels/gemm/gemm.ts";
import { Adam } from "../../workers/model/adam.ts";
import { HeadNetwork, headFloats } from "./head.ts";
import { falling } from "./rate.ts";
import { Workspace } from "./workspace.ts";

/** Lists to learn from: in each the first candidate is what came next. */
export interface HeadRows {
  readonly features: number;
  /** Candidates a list. */
  readonly candidates: number;
  /** `lists * candidates * features` numbers, as src/core/rank/features.ts gives them. */
  readonly values: Float32Array;
  /** The additive score of each candidate, in units of the catalogue. */
  readonly base: Float32Array;
  /** Log of how many candidates each one stands for. */
  readonly logWeights: Float32Array;
  /** How much each list counts; 1 where there are none. */
  readonly weights?: Float32Array;
  /** Features that are to count as never varying. */
  readonly ignored?: readonly number[];
}

export interface HeadOptions {
  readonly epochs: number;
  readonly dropout: number;
  readonly rate: number;
  readonly decay: number;
  /** Lists of one step. */
  readonly lists: number;
}

export const HEAD_OPTIONS: HeadOptions = { epochs: 8, dropout: 0.2, rate: 1e-3, decay: 1e-4, lists: 64 };

/** Listwise softmax over the candidates (Cao et al., ListNet, 2007): cross-entropy of the first. `learned`: numbers of lists. */
export function trainHead(
  rows: HeadRows,
  learned: readonly number[],
  options: HeadOptions,
  random: () => number,
  onEpoch: (epoch: number, loss: number, head: () => Head) => void,
): Head {
  const { features, candidates } = rows;
  const lists = learned.length;
  const normalisation = normalisationOf(rows, learned);
  const most = options.lists * candidates;
  const workspace = new Workspace(createGemm(), headFloats(features, most));
  const network = new HeadNetwork(workspace, features, most);
  // What never varies has zero weights and, its input being zero, keeps them.
  const varying = [...normalisation.scale.keys()].filter((feature) => normalisation.scale[feature] !== 0);
  network.begin(varying, random);
  const logBase = { weights: Float32Array.of(Math.log(8)), gradient: new Float32Array(1) };
  const adam = new Adam([
    ...network.layers.flatMap(({ weight, bias, weightSlope, biasSlope }) => [
      { weights: weight.data, gradient: weightSlope.data, decay: options.decay },
      { weights: bias.data, gradient: biasSlope.data },
    ]),
    logBase,
  ]);
  const snapshot = (): Head => {
    const [first, second, third] = network.layers.map(({ weight }) => weight.data.slice());
    const [a, b, c] = network.layers.map(({ bias }) => bias.data.slice());
    return {
      ...normalisation,
      weights: [first!, second!, third!],
      biases: [a!, b!, c!],
      baseWeight: Math.exp(logBase.weights[0]!),
    };
  };
  let order = [...learned];
  for (let epoch = 1; epoch <= options.epochs; epoch++) {
    order = shuffled(order, random);
    let loss = 0;
    for (let from = 0; from < lists; from += options.lists) {
      const part = order.slice(from, from + options.lists);
      part.forEach((list, at) => {
        copyList(rows, normalisation, list, network.input.data, at);
      });
      const count = part.length * candidates;
      network.forward(count, options.dropout, random);
      const baseWeight = Math.exp(logBase.weights[0]!);
      part.forEach((list, at) => {
        loss += listSlope(rows, list, at, network, baseWeight, part.length, logBase.gradient);
      });
      network.backward(count);
      adam.step(options.rate * falling((epoch - 1 + from / lists) / options.epochs));
    }
    onEpoch(epoch, loss / lists, snapshot);
  }
  const head = snapshot();
  workspace.free();
  return head;
}

function copyList(
  { values, features, candidates }: HeadRows,
  { mean, scale }: Pick<Head, "mean" | "scale">,
  list: number,
  input: Float32Array,
  at: number,
): void {
  const from = list * candidates * features;
  const to = at * candidates * features;
  for (let cell = 0; cell < candidates * features; cell++) {
    const feature = cell % features;
    input[to + cell] = (values[from + cell]! - mean[feature]!) * scale[feature]!;
  }
}

/** Writes the slopes of one list's outputs and answers its loss, both times the list's weight. */
export function listSlope(
  { base, logWeights, candidates, weights }: Omit<HeadRows, "features" | "values">,
  list: number,
  at: number,
  { output, slope }: HeadNetwork,
  baseWeight: number,
  lists: number,
  baseGradient: Float32Array,
): number {
  const from = list * candidates;
  const to = at * candidates;
  let most = Number.NEGATIVE_INFINITY;
  for (let c = 0; c < candidates; c++) {
    const logit = output.data[to + c]! + baseWeight * base[from + c]! + logWeights[from + c]!;
    slope.data[to + c] = logit;
    if (logit > most) most = logit;
  }
  let sum = 0;
  for (let c = 0; c < candidates; c++) sum += Math.exp(slope.data[to + c]! - most);
  const weight = weights?.[list] ?? 1;
  const loss = weight * (Math.log(sum) + most - slope.data[to]!);
  for (let c = 0; c < candidates; c++) {
    const p = Math.exp(slope.data[to + c]! - most) / sum;
    const g = (weight * (p - Number(c === 0))) / lists;
    slope.data[to + c] = g;
    baseGradient[0]! += g * base[from + c]! * baseWeight;
  }
  return loss;
}

function normalisationOf(
  { values, features, candidates, logWeights, ignored = [] }: HeadRows,
  learned: readonly number[],
): Pick<Head, "mean" | "scale"> {
  const sum = new Float64Array(features);
  const square = new Float64Array(features);
  let count = 0;
  for (const list of learned) {
    for (let row = list * candidates; row < (list + 1) * candidates; row++) {
      // Rows that only fill up a list.
      if (logWeights[row] === Number.NEGATIVE_INFINITY) continue;
      count++;
      for (let feature = 0; feature < features; feature++) {
        const value = values[row * features + feature]!;
        sum[feature]! += value;
        square[feature]! += value ** 2;
      }
    }
  }
  const mean = Float32Array.from(sum, (total) => total / count);
  const scale = Float32Array.from(square, (total, feature) => {
    const variance = total / count - (sum[feature]! / count) ** 2;
    return variance > 1e-9 && !ignored.includes(feature) ? 1 / Math.sqrt(variance) : 0;
  });
  return { mean, scale };
}
