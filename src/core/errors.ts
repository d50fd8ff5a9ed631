/** Base of every error Inkling makes. `code` is stable and is what survives a thread or the network. */
export class InklingError extends Error {
  static readonly code: string = "inkling";
  readonly code: string;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = new.target.code;
  }
}

/** Bytes or JSON that are not what their format promises: truncated, out of range, of another version. Fetch again. */
export class FormatError extends InklingError {
  static override readonly code: string = "format";
}

/** IndexedDB failed: blocked, full, lost. Go on in memory. */
export class StorageError extends InklingError {
  static override readonly code: string = "storage";
}

/** A file could not be fetched in time or came back wrong. Try later. */
export class FetchError extends InklingError {
  static override readonly code: string = "fetch";
}

/** The page's policy, or the server's, does not let this page have the file. Trying again helps nobody. */
export class BlockedError extends FetchError {
  static override readonly code: string = "blocked";
}

/** The request itself is wrong: the caller must change it. */
export class RequestError extends InklingError {
  static override readonly code: string = "request";
}

/** A vector holds NaN or infinity, as a training that diverged leaves it. Report zeros in its place. */
export class NotFiniteError extends InklingError {
  static override readonly code: string = "not-finite";
}
