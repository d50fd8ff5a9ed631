import type { HeadRows } from "../../../compiler/train/train-head.ts";
import { HEAD_WEIGHTS, normals, WIDTH } from "./learned.ts";

const CANDIDATES = 24;

/** Lists of different weights whose first candidate has the largest difference of features 0 and 1, mostly. */
export function rowsOf(lists: number, seed: number): HeadRows {
  const values = normals(lists * CANDIDATES * WIDTH, seed).map(
    (value, cell) => value + HEAD_WEIGHTS.mean[cell % WIDTH]!,
  );
  for (let list = 0; list < lists; list++) {
    values[list * CANDIDATES * WIDTH]! += 1.5;
    values[list * CANDIDATES * WIDTH + 1]! -= 1.5;
  }
  return {
    features: WIDTH,
    candidates: CANDIDATES,
    values,
    base: normals(lists * CANDIDATES, seed + 1, 0.3).map(Math.abs),
    logWeights: normals(lists * CANDIDATES, seed + 2).map((value) => Math.log(1 + Math.abs(value))),
    weights: normals(lists, seed + 3).map((value) => 0.2 + Math.abs(value)),
  };
}
