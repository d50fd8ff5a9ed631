/** Marks a document that is recorded, for every copy of this code: in the script tag's file and in a bundle. */
const RECORDED: unique symbol = Symbol.for("inkling");

type Claimed = Document & { [RECORDED]?: AbortSignal };

/** Whether nobody else records this document. Then it is taken until the signal ends it. */
export function claimDocument(signal: AbortSignal): boolean {
  const host: Claimed = document;
  const by = host[RECORDED] ?? signal;
  if (by !== signal && !by.aborted) return false;
  host[RECORDED] = signal;
  return true;
}
