import type { Consent } from "../../core/bridge/protocol.ts";
import type { Problems } from "../problems.ts";

/** What a source says of the switches it knows of; undefined when it is there and has no say, as where no law asks for it. A source never switches contributing on. */
export type Said = Partial<Omit<Consent, "contribute">> & { readonly contribute?: false };

export interface Ear {
  /** Called anew whenever it says something else. */
  readonly say: (said: Said | undefined) => void;
  readonly problems: Problems;
  /** The data layer's name. */
  readonly layer: string;
  readonly signal: AbortSignal;
}

/** Listens from now on, also for what comes later, until the signal. */
export type Source = (ear: Ear) => void;

const LOOKS = 60;
const LOOK_MS = 500;

/** Runs once a global is there: at once, or within half a minute. */
export function whenThere<T>(find: () => T | undefined, run: (found: T) => void, { problems, signal }: Ear): void {
  let looks = 0;
  const end = (): void => clearInterval(timer);
  const look = problems.guard(() => {
    // Counted first: what throws is not looked at for ever.
    if (++looks >= LOOKS) end();
    const found = find();
    if (found === undefined) return;
    end();
    if (!signal.aborted) run(found);
  });
  const timer = setInterval(look, LOOK_MS);
  signal.addEventListener("abort", end);
  look();
}
