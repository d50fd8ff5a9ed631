import { InklingError } from "../../src/core/errors.ts";
import { RefusedError } from "../../src/core/protocol/refusal.ts";

/** A plan that this device takes no part in, or a model that it does not take, and why: for reasons that do not depend on what its shopper did. */
export class DeclinedError extends InklingError {
  static override readonly code: string = "declined";
}

/** What is not as the protocol has it is declined. */
export async function declining<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RefusedError) throw new DeclinedError(error.message, { cause: error });
    throw error;
  }
}
