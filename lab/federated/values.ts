import type { PlanBlock } from "../../src/core/protocol/plan.ts";
import type { Prepared } from "../../src/core/rank/prepared.ts";
import { updateOf } from "../../src/core/rank/tuning/update.ts";
import { measure } from "../../workers/federated/measure.ts";
import type { Device } from "./fleet.ts";

/** What a device has to say to the one block of the simulation's plans, beside the weights that were published last. */
export type ValuesOf = (device: Device, blocks: readonly PlanBlock[], weights: Float32Array) => Float64Array;

/** By the whole of the device's own code. */
export const measured =
  (prepared: Prepared): ValuesOf =>
  ({ lists }, blocks, weights) => {
    const resolve = (id: string) => prepared.aliases.resolve(id);
    const [values] = measure(blocks, weights, { prepared, resolve, events: [], lists });
    if (values === undefined) throw new Error("the plan has no block");
    return values;
  };

/** By its last step alone: what does not depend on the weights was made once. The same numbers. */
export const updated: ValuesOf = ({ ready }, _, weights) => updateOf(ready, weights);
