/** Marks a document with the sources that are read of it, for every copy of this code: the panel that names them is a chunk of its own. */
const SOURCES: unique symbol = Symbol.for("inkling.sources");

interface Reading {
  /** Ends it. */
  readonly signal: AbortSignal;
  /** By their names. */
  readonly sources: ReadonlyMap<string, unknown>;
}

type Read = Document & { [SOURCES]?: Reading };

/** Says what is read of this document; the map may grow. */
export function tellSources(reading: Reading): void {
  const host: Read = document;
  host[SOURCES] = reading;
}

/** The sources that are read of this document, whichever copy of this code reads them. */
export function sourcesRead(): readonly string[] {
  const { [SOURCES]: reading }: Read = document;
  return reading === undefined || reading.signal.aborted ? [] : [...reading.sources.keys()];
}
