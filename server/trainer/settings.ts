import type { StepSettings } from "./step.ts";

/** How a trainer makes models of opened rounds. */
export interface TrainerSettings extends StepSettings {
  /** Of devices that try a new model, for a round, before it is for all; 0: it is for all at once. */
  readonly canaryShare: number;
  /** Publish without a gate, where there is none. */
  readonly ungated: boolean;
}

/**
 * FedAdam, slow enough that noise alone moves little: a mean update far below `adaptivity`, in weights, moves less than a full step. An adaptivity of .001, with which
 * every weight moves a full step each round, lost in the simulation what this gains (docs/federated.md).
 */
export const USUAL_STEP: StepSettings = {
  optimizer: { name: "adam", rate: 0.02, meanDecay: 0.9, squareDecay: 0.99, adaptivity: 0.06 },
  stepNorm: 0.5,
};
