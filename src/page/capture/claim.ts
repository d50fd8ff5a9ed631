/** Marks a document that is recorded, for every copy of this code: in the script tag's file and in a bundle. */
const RECORDED: unique symbol = Symbol.for("inkling");

/** What ends the recording, with the sources that are read as well, by their names. */
export interface Claim extends AbortSignal {
  sources?: ReadonlyMap<string, unknown>;
}

type Claimed = Document & { [RECORDED]?: Claim };

/** Whether nobody else records this document. Then it is taken until the signal ends it. */
export function claimDocument(signal: Claim): boolean {
  const host: Claimed = document;
  const by = host[RECORDED] ?? signal;
  if (by !== signal && !by.aborted) return false;
  host[RECORDED] = signal;
  return true;
}

/** The sources that are read of this document, whichever copy of this code reads them. */
export function sourcesRead(): readonly string[] {
  const { [RECORDED]: claim }: Claimed = document;
  return claim === undefined || claim.aborted ? [] : [...(claim.sources?.keys() ?? [])];
}
