import { matMul, tensor2d } from "@tensorflow/tfjs-core";
import { createGemm } from "../../workers/kernels/gemm/gemm.ts";

const WARM_RUNS = 10;
/** Candidates of a batch, and the width of a layer and of the one before it. */
const [BATCH, OUT, IN] = [4_096, 128, 64];

/** The three products of training a layer, and milliseconds of every run of each side. */
export interface ProductRun {
  readonly name: "forward" | "gradient of weights" | "gradient of inputs";
  readonly flops: number;
  readonly ours: number[];
  readonly tfjs: number[];
}

/** Ours and tfjs's, taking turns. */
export function measureProducts(runs: number): ProductRun[] {
  const kernels = createGemm();
  const random = (length: number): Float32Array => Float32Array.from({ length }, () => Math.random() - 0.5);
  const one = (
    name: ProductRun["name"],
    product: "gemm" | "gemmTn" | "gemmNt",
    m: number,
    n: number,
    k: number,
  ): ProductRun => {
    const [a, b] = [random(m * k), random(k * n)];
    const [lda, ldb] = [product === "gemmTn" ? m : k, product === "gemmNt" ? k : n];
    const start = kernels.alloc(0);
    const [pa, pb, pc] = [kernels.alloc(m * k), kernels.alloc(k * n), kernels.alloc(m * n)];
    kernels.view(pa, m * k).set(a);
    kernels.view(pb, k * n).set(b);
    const [ta, tb] = [tensor2d(a, [(m * k) / lda, lda]), tensor2d(b, [(k * n) / ldb, ldb])];
    const times: ProductRun = { name, flops: 2 * m * n * k, ours: [], tfjs: [] };
    for (let run = -WARM_RUNS; run < runs; run++) {
      const begun = performance.now();
      kernels[product](pa, pb, pc, m, n, k, lda, ldb, n, false);
      const between = performance.now();
      const result = matMul(ta, tb, product === "gemmTn", product === "gemmNt");
      const ended = performance.now();
      if (run === 0) checkAlike(kernels.view(pc, m * n), result.dataSync());
      result.dispose();
      if (run < 0) continue;
      times.ours.push(between - begun);
      times.tfjs.push(ended - between);
    }
    for (const tensor of [ta, tb]) tensor.dispose();
    kernels.release(start);
    return times;
  };
  return [
    one("forward", "gemm", BATCH, OUT, IN),
    one("gradient of weights", "gemmTn", IN, OUT, BATCH),
    one("gradient of inputs", "gemmNt", BATCH, IN, OUT),
  ];
}

function checkAlike(ours: Float32Array, theirs: ArrayLike<number>): void {
  if (ours.some((value, at) => Math.abs(value - theirs[at]!) > 1e-3)) throw new Error("two products differ");
}
