import type { Digest, TextCodec } from "../src/core/bytes.ts";
import { encodeLearned } from "../src/core/catalogue/learned.ts";
import type { Product } from "../src/core/rank/product.ts";
import { Compute } from "./learner/compute.ts";
import { Rest } from "./learner/rest.ts";
import type { LoadTfjs } from "./learner/tfjs.ts";
import { type Base, train } from "./learner/train.ts";
import type { BackendSources } from "./model/backend.ts";
import type { Trained } from "./model/tune.ts";
import { keptCatalogue } from "./serve/kept.ts";
import { trainedFrom } from "./serve/load.ts";
import type { LearnedParts } from "./serve/parts.ts";
import type { LearningStore } from "./store/learning.ts";
import type { ForeignChange, Tuned } from "./store/store.ts";

/** What a learner needs from where it runs. */
export interface LearnerPlatform {
  /** Milliseconds since the epoch, and since whenever. */
  readonly now: () => number;
  readonly clock: () => number;
  /** 0 to 1, without 1. */
  readonly random: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly text: TextCodec;
  readonly digest: Digest | undefined;
  readonly product: () => Product;
  readonly cores: number;
  readonly openStore: (onForeignChange: (what: ForeignChange) => void) => Promise<LearningStore>;
  /** A training that takes longer is given up: a device this slow has better things to do. */
  readonly limitMs: number;
  readonly loadTfjs: LoadTfjs;
  readonly loadParts: () => Promise<LearnedParts>;
  readonly sources: BackendSources;
}

/** What became of a learner's life. */
export type Learnt = Trained["outcome"] | "busy elsewhere" | "failed too often" | "no catalogue" | "forgotten";

/**
 * Trains the head on what is in the store, once, and keeps there what came of it, of which the engines of all tabs hear. Rejects when
 * something breaks; nothing has changed then.
 */
export async function learn(platform: LearnerPlatform): Promise<Learnt> {
  const life = new AbortController();
  const store = await platform.openStore((what) => {
    if (what === "erased" || what === "afresh") life.abort(new Error("all was forgotten"));
  });
  try {
    return (await store.alone(() => learnAlone(platform, store, life))) ?? "busy elsewhere";
  } finally {
    store.close();
  }
}

async function learnAlone(platform: LearnerPlatform, store: LearningStore, life: AbortController): Promise<Learnt> {
  if (!(await store.begin())) return "failed too often";
  const loaded = await keptCatalogue(store, platform);
  if (loaded === undefined) return "no catalogue";
  const past = await store.read();
  const compute = new Compute(platform, store.calibration);
  const rest = new Rest(platform.clock, platform.sleep);
  const { limitMs, random, now } = platform;
  const shared = await sharedOf(store, platform);
  const trained = await train({ loaded, shared, past, compute, rest, life, limitMs, random, now: now() });
  const last = await store.tuned();
  const seq = past.events.reduce((most, event) => Math.max(most, event.seq), 0);
  const tuned = tunedOf(trained, trainedFrom(loaded, shared), last, {
    atMs: platform.now(),
    seq,
    backend: compute.backend,
  });
  return (await store.put(tuned)) ? trained.outcome : "forgotten";
}

/** The published model on top of which to train: where it is accepted, and of this release. */
async function sharedOf(store: LearningStore, { loadParts }: LearnerPlatform): Promise<Base | undefined> {
  const kept = await store.shared();
  if (!kept?.accepted) return undefined;
  const parts = await loadParts();
  return parts.ranksWith(kept.weights) ? { ...kept, parts } : undefined;
}

function tunedOf(
  { head, ...outcome }: Trained,
  from: string,
  last: Tuned | undefined,
  circumstances: Pick<Tuned, "atMs" | "seq" | "backend">,
): Tuned {
  // What was learned from events that have been folded away since stays.
  if (outcome.outcome === "too-few" && last?.head !== undefined && last.from === from)
    return { ...last, ...circumstances, backend: last.backend };
  const encoded = head && { head: encodeLearned({ head, encoder: undefined }) };
  return { ...outcome, ...circumstances, ...encoded, from, count: (last?.count ?? 0) + 1 };
}
