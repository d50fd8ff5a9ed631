/** What the operator page asks and is answered of models and of a task's switch, as JSON under /operator/api. Types alone. */

/**
 * candidate: made, and measured by nobody, since the trainer has no hold-out data. refused: worse than the model before it. canary: a share of
 * devices tries it. published: for all devices, now or earlier. rolled-back: was out, and is withdrawn for good.
 */
export type ModelState = "candidate" | "refused" | "canary" | "published" | "rolled-back";

/** GET models?task=NAME. */
export interface TaskModels {
  readonly task: string;
  /** No new round begins; what is under way goes on to its end. */
  readonly paused: boolean;
  /** When a trainer last looked after the task, Unix milliseconds; null where none ever has. */
  readonly trainerSeenMs: number | null;
  /** Hash of what devices rank with; null for the zero model. */
  readonly current: string | null;
  /** What a share of devices tries instead. */
  readonly canary: { readonly hash: string; readonly share: number } | null;
  /** The newest first. */
  readonly models: readonly ModelOverview[];
}

export interface ModelOverview {
  /** SHA-256 in hex, which its address /v1/models/:hash ends with. */
  readonly hash: string;
  /** Counts up within the task, refused ones included. */
  readonly version: number;
  readonly state: ModelState;
  /** Why it is refused, rolled back or a candidate still; null where that needs no words. */
  readonly reason: string | null;
  /** Hash of the model that it was made of; null for the zero model. */
  readonly parent: string | null;
  readonly planHash: string;
  readonly round: number;
  /** Null where nobody measured it. */
  readonly gate: GateOverview | null;
  /** L2 norm of the step from its parent. */
  readonly stepNorm: number;
  readonly madeMs: number;
}

/** Quality on hold-out questions, higher is better, 0 to 1: NDCG@10 of the order that the model gives. */
export interface GateOverview {
  readonly quality: number;
  /** Of the model before it, on the same questions. */
  readonly before: number;
  readonly questions: number;
}

/** POST roll-back: withdraws the model that devices rank with, or the canary. Answers TaskModels; 409 {error} where it is neither any more. */
export interface RollBackRequest {
  readonly task: string;
  /** Hash of the model to withdraw. */
  readonly model: string;
}

/** POST pause. Answers TaskModels. */
export interface PauseRequest {
  readonly task: string;
  readonly paused: boolean;
}
