import { FormatError, InklingError } from "../errors.ts";
import type { PlanRefusal } from "../privacy/plan/refusals.ts";

/**
 * Why something that came over the wire is refused. Counted inside; outside nobody learns more than the answers of answer.ts.
 * malformed: cut short, too much, not its shape. version: of a protocol this release does not speak. too-large: over a bound of
 * bounds.ts. range: a number that is not finite, not whole or out of its range. The others are about plans, see plan-limits.ts.
 */
export type Reason =
  | "malformed"
  | "version"
  | "too-large"
  | "range"
  | "norm-bound"
  | "cost"
  | "epoch"
  | "parties"
  | PlanRefusal["code"];

/** The one error of this folder: bytes or JSON from another party that are refused, and why. */
export class RefusedError extends InklingError {
  static override readonly code: string = "refused";
  readonly reason: Reason;

  constructor(reason: Reason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** Runs a reader of bytes: what it finds cut short, or too long, is refused as malformed. */
export function refusing<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof FormatError) throw new RefusedError("malformed", error.message, { cause: error });
    throw error;
  }
}
