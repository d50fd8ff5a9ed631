/** Marks a document that is recorded, for every copy of this code: in the script tag's file and in a bundle. */
const RECORDED: unique symbol = Symbol.for("inkling");

type Claimed = Document & { [RECORDED]?: AbortSignal };

/** Whether nobody else records this document. Then it is taken until the signal ends it; else `free` is called once the other has ended. */
export function claimDocument(signal: AbortSignal, free: () => void): boolean {
  const host: Claimed = document;
  const by = host[RECORDED] ?? signal;
  const isOurs = by === signal || by.aborted;
  if (isOurs) host[RECORDED] = signal;
  else by.addEventListener("abort", free, { signal });
  return isOurs;
}
