import { HeadNetwork, headFloats } from "../../compiler/train/head.ts";
import { type HeadRows, listSlope } from "../../compiler/train/train-head.ts";
import { Workspace } from "../../compiler/train/workspace.ts";
import type { Head } from "../../src/core/catalogue/learned.ts";
import type { Gemm } from "../../workers/kernels/gemm/gemm.ts";
import { Adam } from "../../workers/model/adam.ts";

const DECAY = 1e-4;

/** The compiler's training of a head, without dropout: each call is one step on the same lists, and answers the loss before it. */
export function ownStep(gemm: Gemm, head: Head, rows: HeadRows, rate: number): () => number {
  const { features, candidates, base, values } = rows;
  const count = base.length;
  const lists = count / candidates;
  const network = new HeadNetwork(new Workspace(gemm, headFloats(features, count)), features, count);
  network.layers.forEach(({ weight, bias }, at) => {
    weight.data.set(head.weights[at]!);
    bias.data.set(head.biases[at]!);
  });
  const logBase = { weights: Float32Array.of(Math.log(head.baseWeight)), gradient: new Float32Array(1) };
  const adam = new Adam([
    ...network.layers.flatMap(({ weight, bias, weightSlope, biasSlope }) => [
      { weights: weight.data, gradient: weightSlope.data, decay: DECAY },
      { weights: bias.data, gradient: biasSlope.data },
    ]),
    logBase,
  ]);
  return () => {
    for (let start = 0; start < values.length; start += features)
      for (let at = 0; at < features; at++)
        network.input.data[start + at] = (values[start + at]! - head.mean[at]!) * head.scale[at]!;
    network.forward(count, 0, () => 0.5);
    const baseWeight = Math.exp(logBase.weights[0]!);
    let loss = 0;
    for (let list = 0; list < lists; list++)
      loss += listSlope(rows, list, list, network, baseWeight, lists, logBase.gradient);
    network.backward(count);
    adam.step(rate);
    return loss / lists;
  };
}
