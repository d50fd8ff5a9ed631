import type { StepSettings } from "../../server/trainer/step.ts";

/** The server's step. */
export const STEP: StepSettings = {
  optimizer: { name: "adam", rate: 0.02, meanDecay: 0.9, squareDecay: 0.99, adaptivity: 0.001 },
  stepNorm: 0.5,
};
