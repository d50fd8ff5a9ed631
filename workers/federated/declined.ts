import { InklingError } from "../../src/core/errors.ts";

/** A plan that this device takes no part in, and why: for reasons that do not depend on what its shopper did. */
export class DeclinedError extends InklingError {
  static override readonly code: string = "declined";
}
