/** What of a transaction is needed to end it. */
interface Abortable {
  readonly done: Promise<void>;
  readonly error: DOMException | null;
  abort(): void;
}

/**
 * The transaction has the last word: out of room, Chromium aborts it and may leave its requests unanswered for ever
 * (github.com/dexie/Dexie.js/issues/840), and its own error says more than that of a request it took along.
 */
export async function settle<T, Tx extends Abortable>(tx: Tx, work: (tx: Tx) => Promise<T>): Promise<T> {
  let fault: unknown;
  const result = attempt(tx, work);
  result.catch((cause) => {
    fault = cause;
    abort(tx);
  });
  await tx.done.catch((cause) => {
    throw tx.error ?? fault ?? cause;
  });
  return result;
}

/** As a promise in any case, also where `work` throws at once. */
async function attempt<T, Tx>(tx: Tx, work: (tx: Tx) => Promise<T>): Promise<T> {
  return work(tx);
}

export function abort(tx: Abortable): void {
  try {
    tx.abort();
  } catch {
    // It has ended already, by the failure that brings us here.
  }
}
