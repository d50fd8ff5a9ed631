/**
 * The place of `target` among all products, 1 for the best: one more than score higher, plus half of those that score
 * the same.
 */
export function rankOf(scores: ArrayLike<number>, target: number): number {
  const score = scores[target]!;
  let higher = 0;
  let same = -1;
  for (let item = 0; item < scores.length; item++) {
    if (scores[item]! > score) higher++;
    else if (scores[item] === score) same++;
  }
  return 1 + higher + same / 2;
}

/** The place in a list, 1 for the first; infinite when it is not there. */
export function placeIn(list: readonly number[], target: number | undefined): number {
  const at = target === undefined ? -1 : list.indexOf(target);
  return at < 0 ? Number.POSITIVE_INFINITY : at + 1;
}
