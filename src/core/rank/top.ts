/** The `count` items of highest score, best first; equal scores keep the order of `items`. A bounded heap: O(n log count). */
export function topOf(items: ArrayLike<number>, scoreOf: (item: number) => number, count: number): number[] {
  // Positions, because the order of `items` breaks ties. The heap's root is the worst kept.
  const heap: number[] = [];
  const scores: number[] = [];
  const worse = (a: number, b: number): boolean =>
    scores[a]! < scores[b]! || (scores[a] === scores[b] && heap[a]! > heap[b]!);
  for (let position = 0; position < items.length; position++) {
    const score = scoreOf(items[position]!);
    if (score === Number.NEGATIVE_INFINITY) continue;
    if (heap.length < count) {
      heap.push(position);
      scores.push(score);
      up(heap, scores, worse);
    } else if (count > 0 && score > scores[0]!) {
      heap[0] = position;
      scores[0] = score;
      down(heap, scores, worse);
    }
  }
  const order = heap.map((_, at) => at).sort((a, b) => scores[b]! - scores[a]! || heap[a]! - heap[b]!);
  return order.map((at) => items[heap[at]!]!);
}

type Worse = (a: number, b: number) => boolean;

function up(heap: number[], scores: number[], worse: Worse): void {
  for (let at = heap.length - 1; at > 0; ) {
    const parent = (at - 1) >> 1;
    if (!worse(at, parent)) return;
    swap(heap, scores, at, parent);
    at = parent;
  }
}

function down(heap: number[], scores: number[], worse: Worse): void {
  for (let at = 0; ; ) {
    let child = 2 * at + 1;
    if (child >= heap.length) return;
    if (child + 1 < heap.length && worse(child + 1, child)) child++;
    if (!worse(child, at)) return;
    swap(heap, scores, at, child);
    at = child;
  }
}

function swap(heap: number[], scores: number[], a: number, b: number): void {
  [heap[a], heap[b]] = [heap[b]!, heap[a]!];
  [scores[a], scores[b]] = [scores[b]!, scores[a]!];
}
