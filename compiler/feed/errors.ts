import { InklingError } from "../../src/core/errors.ts";

/** A file that cannot be read at all. The message is one sentence: what the file is, and what to do about it. */
export class FeedError extends InklingError {
  static override readonly code: string = "feed";
}
