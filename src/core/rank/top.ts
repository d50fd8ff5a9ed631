import { createBest } from "../dot/best.ts";
import { eachStretch, finish, type Steps } from "../steps.ts";

type ScoreOf = (item: number) => number;

/** The `count` items of highest score, best first; equal scores keep the order of `items`. */
export const topOf = (items: ArrayLike<number>, scoreOf: ScoreOf, count: number): number[] =>
  finish(topSteps(items, scoreOf, count));

/** The same with places to rest. */
export function* topSteps(items: ArrayLike<number>, scoreOf: ScoreOf, count: number): Steps<number[]> {
  // Places, because the order of `items` breaks ties.
  const best = createBest(count);
  let least = Number.NEGATIVE_INFINITY;
  yield* eachStretch(items.length, (from, to) => {
    for (let place = from; place < to; place++) {
      const score = scoreOf(items[place]!);
      if (score > least) least = best.offer(score, place);
    }
  });
  return Array.from(best.ordered(1).indices, (place) => items[place]!);
}
