import { gainOf, type LogitsOf } from "./judge.ts";
import type { DrawnList } from "./lists.ts";

/** What is tried: from 1, halved with every second step, to a sixteenth. */
const TRIED: readonly number[] = /* @__PURE__ */ Array.from({ length: 9 }, (_, at) => 2 ** (-at / 2));
/** Where it is expected before any choice; its logarithm has a standard deviation of two steps. Found in the simulator: docs/simulator.md. */
const USUAL_AT = 4;
export const USUAL_SHARPNESS: number = 2 ** (-USUAL_AT / 2);

/**
 * How sharply choices follow logits, a sixteenth to 1: the factor at which they are most probable (temperature scaling: Guo, Pleiss, Sun and Weinberger, ICML 2017), where before them
 * its logarithm lay around that of USUAL_SHARPNESS. Logits of a ranking say what comes next of all products; those on a shelf are the best of all already, and choices
 * among them are much more even. A head that trains without this factor learns, before anything of its shopper, to contradict the ranking.
 */
export function sharpnessOf(lists: readonly DrawnList[], logitsOf: LogitsOf): number {
  const logits = new Map(lists.map((list) => [list, logitsOf(list)]));
  const given: LogitsOf = (list) => logits.get(list)!;
  const likely = TRIED.map(
    (sharpness, at) => lists.length * gainOf(given, evened(given, sharpness), lists).gain - (at - USUAL_AT) ** 2 / 8,
  );
  return TRIED[likely.indexOf(Math.max(...likely))] ?? USUAL_SHARPNESS;
}

/** So many times these logits. */
export const evened =
  (logitsOf: LogitsOf, sharpness: number): LogitsOf =>
  (list) =>
    logitsOf(list).map((logit) => sharpness * logit);
