/** Neighbouring numbers, as near as floating point has them, between which a condition turns true. */
export interface Boundary {
  /** The largest number found for which it does not hold; 0 where it holds for all. */
  readonly below: number;
  /** The smallest number found for which it holds. */
  readonly above: number;
}

const STEPS = 2_000;

/**
 * Where a condition turns true that does not hold for small positive numbers and holds for large ones. Throws RangeError where it holds
 * for none.
 */
export function boundary(holds: (x: number) => boolean): Boundary {
  let above = 1;
  while (!holds(above)) {
    above *= 2;
    if (above === Number.POSITIVE_INFINITY) throw new RangeError("boundary: the condition never holds");
  }
  let below = 0;
  for (let step = 0; step < STEPS; step++) {
    const middle = (below + above) / 2;
    if (middle === below || middle === above) break;
    if (holds(middle)) above = middle;
    else below = middle;
  }
  return { below, above };
}

const GOLDEN = (Math.sqrt(5) - 1) / 2;
const NARROW = 1e-9;

/** Where a quasiconvex function (falling, then rising) is least between two numbers, by golden section. */
export function leastAt(value: (x: number) => number, low: number, high: number): number {
  let [from, to] = [low, high];
  let [left, right] = [to - GOLDEN * (to - from), from + GOLDEN * (to - from)];
  let [atLeft, atRight] = [value(left), value(right)];
  while (to - from > NARROW) {
    if (atLeft <= atRight) {
      [to, right, atRight] = [right, left, atLeft];
      left = to - GOLDEN * (to - from);
      atLeft = value(left);
    } else {
      [from, left, atLeft] = [left, right, atRight];
      right = from + GOLDEN * (to - from);
      atRight = value(right);
    }
  }
  return (from + to) / 2;
}
