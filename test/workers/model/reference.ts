import { HeadNetwork, headFloats } from "../../../compiler/train/head.ts";
import { type HeadRows, listSlope } from "../../../compiler/train/train-head.ts";
import { Workspace } from "../../../compiler/train/workspace.ts";
import type { Head } from "../../../src/core/catalogue/learned.ts";
import { createGemm } from "../../../workers/kernels/gemm/gemm.ts";
import { Adam } from "../../../workers/model/adam.ts";

/** The compiler's own training of a head, without dropout. */
export function compilersTraining(head: Head, rows: HeadRows) {
  const { features, candidates, base, values } = rows;
  const count = base.length;
  const network = new HeadNetwork(new Workspace(createGemm(), headFloats(features, count)), features, count);
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

  return {
    step(rate: number): number {
      network.forward(count, 0, () => 0.5);
      let loss = 0;
      for (let list = 0; list < lists; list++)
        loss += listSlope(rows, list, list, network, Math.exp(logBase.weights[0]!), lists, logBase.gradient);
      network.backward(count);
      adam.step(rate);
      return loss / lists;
    },
  };
}
