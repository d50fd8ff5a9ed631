import type { Scales } from "../catalogue/learned.ts";
import { scalesOf, USUAL } from "./usual.ts";

/**
 * What every device's shared weights are of: features off their usual value, by their usual deviation, which are constants of a release. A shop's own head has
 * others, and another with every training: weights that many devices add up must mean the same on all of them.
 *
 * As a head of zeros has them, and beside them of the additive score and its place, among the best 300 products for shoppers of two real shops: without these
 * two, linear weights gain half as much on one and lose on the other. On a device's own few choices they would only unlearn the score.
 */
export const SCALES: Scales = /* @__PURE__ */ scalesOf({ ...USUAL, base: [1.5, 0.7], basePlace: [4.5, 1] });
