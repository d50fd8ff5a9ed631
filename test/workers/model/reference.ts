import { HeadNetwork, headFloats } from "../../../compiler/train/head.ts";
import { type HeadRows, listSlope } from "../../../compiler/train/train-head.ts";
import { Workspace } from "../../../compiler/train/workspace.ts";
import type { Head } from "../../../src/core/catalogue/learned.ts";
import { createGemm } from "../../../workers/kernels/gemm/gemm.ts";
import { Adam } from "../../../workers/model/adam.ts";
import type { HeadSlopes } from "../../../workers/model/slopes.ts";

/** The compiler's own training of a head, without dropout. */
export function compilersTraining(head: Head, rows: HeadRows) {
  const { features, candidates, base, values } = rows;
  const count = base.length;
  const network = new HeadNetwork(new Workspace(createGemm(), headFloats(features, count)), features, count, () => 0.5);
  network.layers.forEach(({ weight, bias }, at) => {
    weight.data.set(head.weights[at]!);
    bias.data.set(head.biases[at]!);
  });
  network.input.data.set(
    values.map((value, cell) => (value - head.mean[cell % features]!) * head.scale[cell % features]!),
  );
  const logBase = { weights: Float32Array.of(Math.log(head.baseWeight)), gradient: new Float32Array(1) };
  const adam = new Adam([
    ...network.layers.flatMap(({ weight, bias, weightSlope, biasSlope }) => [
      { weights: weight.data, gradient: weightSlope.data, decay: 1e-4 },
      { weights: bias.data, gradient: biasSlope.data },
    ]),
    logBase,
  ]);
  const lists = count / candidates;

  /** Leaves the slopes in the network. */
  function slope(): number {
    network.forward(count, 0, () => 0.5);
    let loss = 0;
    for (let list = 0; list < lists; list++)
      loss += listSlope(rows, list, list, network, Math.exp(logBase.weights[0]!), lists, logBase.gradient);
    network.backward(count);
    return loss / lists;
  }

  return {
    slopes(): HeadSlopes {
      const loss = slope();
      const [w1, w2, w3] = network.layers.map(({ weightSlope }) => weightSlope.data.slice());
      const [b1, b2, b3] = network.layers.map(({ biasSlope }) => biasSlope.data.slice());
      return { loss, weights: [w1!, w2!, w3!], biases: [b1!, b2!, b3!], logBaseWeight: logBase.gradient[0]! };
    },
    step(rate: number): number {
      const loss = slope();
      adam.step(rate);
      return loss;
    },
  };
}
