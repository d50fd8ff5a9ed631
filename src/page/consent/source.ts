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

const LOOK_MS = 1_000;

/** Runs once a global is there: at once, or as soon as it comes. What throws as it is looked for is not looked for again. */
export function whenThere<T>(find: () => T | undefined, run: (found: T) => void, { problems, signal }: Ear): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = problems.guard(() => {
    const found = find();
    if (signal.aborted) return;
    if (found === undefined) timer = setTimeout(look, LOOK_MS);
    else run(found);
  });
  signal.addEventListener("abort", () => clearTimeout(timer));
  look();
}
