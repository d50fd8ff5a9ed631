import type { Consent } from "../core/bridge/protocol.ts";

/** What one chunk leaves on the document for another, which may be of another copy of this code: the panel that shows it is a chunk of its own. */
interface Notice<T> {
  /** May grow; holds until the signal. */
  post(values: ReadonlyMap<string, T>, signal: AbortSignal): void;
  /** By name; empty where nobody has posted. */
  read(): ReadonlyMap<string, T>;
}

interface Posted<T> {
  readonly values: ReadonlyMap<string, T>;
  readonly signal: AbortSignal;
}

function notice<T>(name: string): Notice<T> {
  const key = Symbol.for(`inkling.${name}`);
  // A symbol of ours: nobody else writes there.
  const host = (): Record<symbol, Posted<T> | undefined> => document as never;
  return {
    post(values, signal) {
      host()[key] = { values, signal };
    },
    read() {
      const posted = host()[key];
      return posted === undefined || posted.signal.aborted ? new Map() : posted.values;
    },
  };
}

/** The page's sources that are read. */
export const sourcesRead: Notice<unknown> = notice<unknown>("sources");
/** What each banner or platform that is there says of consent; undefined where it has no say. */
export const consentHeard: Notice<Partial<Consent> | undefined> = notice<Partial<Consent> | undefined>("consent");
