import type { Head } from "../../src/core/catalogue/learned.ts";
import { createGemm, type Gemm } from "../../workers/kernels/gemm/gemm.ts";
import type { HeadLists, HeadSlopes } from "../../workers/model/slopes.ts";
import { HeadNetwork, headFloats } from "./head.ts";
import { listSlope } from "./train-head.ts";
import { Workspace } from "./workspace.ts";

/**
 * What workers/model/slopes.ts computes by tfjs, by the compiler's own kernels. Memory for `rows` candidates of `features`
 * features is taken once and never given back.
 */
export function createSlopes(
  features: number,
  rows: number,
  gemm: Gemm = createGemm(),
): (head: Head, lists: HeadLists) => Promise<HeadSlopes> {
  const network = new HeadNetwork(new Workspace(gemm, headFloats(features, rows)), features, rows);
  const { layers, input } = network;
  return async (head, lists) => {
    layers.forEach(({ weight, bias, weightSlope, biasSlope }, at) => {
      weight.data.set(head.weights[at]!);
      bias.data.set(head.biases[at]!);
      weightSlope.data.fill(0);
      biasSlope.data.fill(0);
    });
    const { values, base, candidates } = lists;
    for (let cell = 0; cell < values.length; cell++)
      input.data[cell] = (values[cell]! - head.mean[cell % features]!) * head.scale[cell % features]!;
    network.forward(base.length, 0, () => 0.5);
    const count = base.length / candidates;
    const logBase = new Float32Array(1);
    let loss = 0;
    for (let list = 0; list < count; list++)
      loss += listSlope(lists, list, list, network, head.baseWeight, count, logBase);
    network.backward(base.length);
    const [w1, w2, w3] = layers.map(({ weightSlope }) => weightSlope.data.slice());
    const [b1, b2, b3] = layers.map(({ biasSlope }) => biasSlope.data.slice());
    return { loss: loss / count, weights: [w1!, w2!, w3!], biases: [b1!, b2!, b3!], logBaseWeight: logBase[0]! };
  };
}
