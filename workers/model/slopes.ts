import "./gradients.ts";
import {
  add,
  dispose,
  exp,
  logSoftmax,
  mul,
  reshape,
  type Scalar,
  scalar,
  sum,
  type Tensor,
  tensor2d,
  tidy,
  valueAndGrads,
} from "@tensorflow/tfjs-core";
import type { Head } from "../../src/core/catalogue/learned.ts";
import { headForward, headInput, headTensors } from "./head.ts";

/** Lists to learn from: in each the first candidate is the one that was chosen. */
export interface HeadLists {
  /** Candidates a list. */
  readonly candidates: number;
  /** Lists x candidates x features, as src/core/rank/features.ts gives them. */
  readonly values: Float32Array;
  /** The additive score of each candidate, in units of the catalogue. */
  readonly base: Float32Array;
  /** Log of how many candidates each one stands for. */
  readonly logWeights: Float32Array;
  /** How much each list counts; 1 where there are none. */
  readonly weights?: Float32Array;
}

/** How the loss changes with each weight. */
export interface HeadSlopes {
  /** Mean over the lists, each times its weight. */
  readonly loss: number;
  readonly weights: readonly [Float32Array, Float32Array, Float32Array];
  readonly biases: readonly [Float32Array, Float32Array, Float32Array];
  /** Of the logarithm of Head.baseWeight. */
  readonly logBaseWeight: number;
}

/** Listwise softmax (Cao et al., ListNet, 2007) on top of the additive score, on the backend in use: cross-entropy of the first. */
export async function headSlopes(head: Head, lists: HeadLists): Promise<HeadSlopes> {
  const { value, grads } = tidy(() => {
    const loss = lossOf(head, lists);
    return valueAndGrads((...tensors) => loss(tensors))([...headTensors(head), scalar(Math.log(head.baseWeight))]);
  });
  try {
    const arrays = await Promise.all([value, ...grads].map((tensor) => tensor.data<"float32">()));
    const [loss, w1, b1, w2, b2, w3, b3, base] = arrays;
    return { loss: loss![0]!, weights: [w1!, w2!, w3!], biases: [b1!, b2!, b3!], logBaseWeight: base![0]! };
  } finally {
    dispose([value, ...grads]);
  }
}

/** A scalar, of the head's tensors and the logarithm of its base weight. */
function lossOf(
  head: Head,
  { candidates, values, base, logWeights, weights }: HeadLists,
): (tensors: readonly Tensor[]) => Scalar {
  const lists = base.length / candidates;
  const shape: [number, number] = [lists, candidates];
  const input = headInput(head, values);
  const scores = tensor2d(base, shape);
  const offsets = tensor2d(logWeights, shape);
  const first = tensor2d(
    base.map((_, at) => (at % candidates === 0 ? -(weights?.[at / candidates] ?? 1) / lists : 0)),
    shape,
  );
  return (tensors: readonly Tensor[]) => {
    const logits = add(reshape(headForward(input, tensors), shape), add(mul(exp(tensors[6]!), scores), offsets));
    return sum(mul(logSoftmax(logits), first));
  };
}
