import type { ChannelName } from "../../catalogue/graph.ts";
import type { Moment } from "../moment.ts";
import { smoothed } from "./decayed.ts";
import type { Prior } from "./prior.ts";

/** Evidence worth this many views comes from the prior, in every ratio. */
const STRENGTH = 2;
/** Share of the prior in where the graph leads. */
const GRAPH_FLOOR = 0.3;

/** Log of the share of evidence over what is expected of anybody. */
export const logRatio = (evidence: Float64Array, expected: Float64Array): Float64Array =>
  smoothed(evidence, expected, STRENGTH).map((share, place) => Math.log(share / expected[place]!));

/** The same of the departments, the tops of the categories' paths. */
export function departmentRatio({ prepared }: Moment, prior: Prior, sums: Float64Array): Float64Array {
  const { parents } = prepared.ranking.categories;
  const top = prior.outcomes.map((category) => {
    let at = category;
    while (parents[at]! >= 0) at = parents[at]!;
    return at;
  });
  const gathered = (values: Float64Array): Float64Array => {
    const totals = new Float64Array(parents.length);
    values.forEach((value, place) => {
      totals[top[place]!]! += value;
    });
    return Float64Array.from(top, (department) => totals[department]!);
  };
  const expected = gathered(prior.popular);
  const found = gathered(sums);
  const all = sums.reduce((total, sum) => total + sum, 0) + STRENGTH;
  return found.map((sum, place) => Math.log((sum + STRENGTH * expected[place]!) / (all * expected[place]!)));
}

/** Shares of what one channel of the graph adds to the products of a category. */
export function led({ prepared, scores }: Moment, prior: Prior, channel: ChannelName): Float64Array {
  const sums = new Float64Array(prior.outcomes.length);
  let all = 0;
  scores.channels[channel]?.forEach((amount, item) => {
    const category = prepared.ranking.categoryOf[item]! - 1;
    if (amount <= 0 || category < 0) return;
    sums[prior.placeOf[category]!]! += amount;
    all += amount;
  });
  return sums.map((sum, place) =>
    all === 0 ? 0 : Math.log((1 - GRAPH_FLOOR) * (sum / all / prior.popular[place]!) + GRAPH_FLOOR),
  );
}
