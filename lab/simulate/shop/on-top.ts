import { learnedSteps } from "../../../src/core/rank/learned.ts";
import { type Moment, momentOf } from "../../../src/core/rank/moment.ts";
import type { PreparedLearned } from "../../../src/core/rank/prepared.ts";
import { plainProduct } from "../../../src/core/rank/product.ts";

/** The same moment on a device that trained, or that ranks with what others taught. */
export function onTop(
  { prepared, shopper, now, display, live, stock }: Moment,
  own: Pick<PreparedLearned, "tuned" | "shared">,
): Moment {
  const shipped = prepared.learned ?? { head: undefined, encoder: undefined, product: plainProduct };
  return momentOf(
    { ...prepared, learned: { ...shipped, ...own } },
    shopper,
    { display, live, stock },
    now,
    learnedSteps,
  );
}
