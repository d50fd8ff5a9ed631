import type { LearningStatus, LearningSwitches } from "../../src/core/bridge/protocol.ts";
import { POLICY_VERSION } from "../../src/core/rank/policy.ts";
import { EXPLORE } from "../../src/core/rank/tuning/explore.ts";
import { type Loaded, trainedFrom } from "../serve/load.ts";
import type { KeptEvent } from "../serve/memory.ts";
import type { LearnedParts } from "../serve/parts.ts";
import type { Tuned } from "../store/store.ts";
import { lastOf } from "./last-of.ts";
import type { Parts } from "./parts.ts";
import type { SharedModel } from "./shared.ts";

/** Choices on ranked shelves since the last training, and the time since, after which another is worth its battery. */
const CHOICES = 10;
const REST_MS = 3_600_000;
/** A list in five would be a guess at most. */
const MAX_EXPLORE = 0.2;

/** What was learned on this device, as the engine ranks with it. */
export class Learning {
  on = true;
  /** The shop wants it in any case. */
  #asked = false;
  /** Share of for-you lists in which a place is given to chance. */
  share: number = EXPLORE.share;
  tuned: Tuned | undefined;
  #wasDue = false;
  readonly #made = lastOf((loaded: Loaded, tuned: Tuned) => withTuned(loaded, this.#parts.code!, tuned));
  readonly #parts: Parts;
  readonly #shared: SharedModel;

  constructor(parts: Parts, shared: SharedModel) {
    this.#parts = parts;
    this.#shared = shared;
  }

  follow({ learn, explore = EXPLORE.share }: LearningSwitches): void {
    this.on = learn !== false;
    this.#asked = learn === true;
    this.share = this.on ? Math.min(Math.max(0, explore) || 0, MAX_EXPLORE) : 0;
  }

  /** Beside a model that the shop ships it has not been shown to help: there it waits to be asked for. */
  leavesTo(loaded: Loaded | undefined): boolean {
    return loaded?.prepared.learned?.head !== undefined && !this.#asked;
  }

  /** The catalogue to rank with: with the head learned here beside the shipped one, where it was trained from that. */
  applied(loaded: Loaded): Loaded {
    const tuned = this.#known(loaded);
    if (tuned?.head === undefined || !this.on || this.leavesTo(loaded) || this.#parts.code === undefined) return loaded;
    return this.#made(loaded, tuned);
  }

  /** Resolves once a head learned here can be ranked with, or cannot: its code is asked for once. */
  async ready(): Promise<void> {
    if (this.tuned?.head !== undefined && this.on) await this.#parts.ready();
  }

  /** Whether training has become due since this was last asked. */
  hasBecomeDue(loaded: Loaded | undefined, events: readonly KeptEvent[], now: number): boolean {
    const was = this.#wasDue;
    this.#wasDue = this.on && this.#isDue(loaded, events, now);
    return this.#wasDue && !was;
  }

  /** `off`: why nothing is learned, when nothing is. */
  status(
    off: string,
    loaded: Loaded | undefined,
    events: readonly KeptEvent[],
    now: number,
    isLearning: boolean,
  ): LearningStatus {
    if (off !== "") return { state: "off", why: off, due: false };
    const due = !isLearning && this.#isDue(loaded, events, now);
    const tuned = loaded && this.#known(loaded);
    const last = tuned?.outcome === "too-few" ? undefined : tuned;
    const why = tuned?.why ?? "too little was chosen from ranked shelves so far";
    return {
      state: isLearning ? "training" : ((last?.outcome as "accepted" | "reverted" | undefined) ?? "waiting"),
      why,
      due,
      ...(last && { at: last.atMs, lists: last.lists, heldOut: last.heldOut, gain: last.gain, backend: last.backend }),
    };
  }

  /** What came of training, unless it began with other models than are ranked with: a published one would say once more what that learned, or what was left to it is missing. */
  #known(loaded: Loaded): Tuned | undefined {
    return this.tuned?.from === trainedFrom(loaded, loaded.shared) ? this.tuned : undefined;
  }

  /** What came before counts again beside other models. A clock set back makes nothing wait for ever. */
  #isDue(loaded: Loaded | undefined, events: readonly KeptEvent[], now: number): boolean {
    if (loaded === undefined || this.leavesTo(loaded)) return false;
    const sinceMs = now - (this.tuned?.atMs ?? Number.NEGATIVE_INFINITY);
    if (sinceMs >= 0 && sinceMs < REST_MS) return false;
    const known = this.tuned?.from === trainedFrom(loaded, this.#shared.trainedOn) ? this.tuned.seq : 0;
    return events.filter((event) => event.seq > known && isChoice(event)).length >= CHOICES;
  }
}

const isChoice = ({ kind, placement }: KeptEvent): boolean =>
  kind === "click" && placement?.policy?.startsWith(`${POLICY_VERSION}/`) === true;

/** Without it where it is damaged, or of an Inkling with other features. */
function withTuned(loaded: Loaded, { tuned, rescore }: LearnedParts, { head, count }: Tuned): Loaded {
  try {
    return { ...loaded, prepared: tuned(loaded.prepared, head!), rescore, version: `${loaded.version}.${count}` };
  } catch {
    return loaded;
  }
}
