import type { Interaction } from "../compiler/interaction.ts";
import { type Model, modelOf } from "../compiler/model.ts";
import { encodePack } from "../compiler/pack.ts";
import { NODE_TEXT } from "../compiler/platform.ts";
import type { Product } from "../compiler/product.ts";
import { untimed } from "../compiler/train/stays.ts";
import type { ItemIndex } from "../src/core/brands.ts";
import { decodeLearned, encodeLearned, type Learned } from "../src/core/catalogue/learned.ts";
import { FEATURES } from "../src/core/rank/features.ts";
import { type Interest, interestOf } from "../src/core/rank/interest.ts";
import { prepareLearned, withLearned } from "../src/core/rank/learned.ts";
import type { Prepared, PreparedLearned } from "../src/core/rank/prepared.ts";
import { type Scores, scoreAll } from "../src/core/rank/score.ts";
import { touchesOf } from "../src/core/rank/touches.ts";
import { unpack } from "../src/core/rank/unpack.ts";
import { finish } from "../src/core/steps.ts";
import { createGemm } from "../workers/kernels/gemm/gemm.ts";
import { createProduct } from "../workers/kernels/gemm/product.ts";
import { createWasmScorer } from "../workers/kernels/scorer/wasm.ts";
import type { Protocol } from "./protocol.ts";

/** The product's own compiler and ranking, as shipped: quantised, cut, encoded and decoded again. */
export interface System {
  readonly prepared: Prepared;
  /** Size of the ranking section, uncompressed. */
  readonly rankingBytes: number;
  /** Size of the model section, uncompressed; 0 where nothing was learned. */
  readonly modelBytes: number;
}

export interface ModelOptions {
  /** The most neighbours a product and channel. */
  readonly neighbours: number;
  /** Whether encoder and head are trained as well. */
  readonly train: boolean;
  /** Whether the pack learns from the protocol's training part, or from the feed alone. */
  readonly useHistory: boolean;
  /** Called now and then with what is being built and the share done, 0 to 1. */
  readonly onProgress: (stage: string, share: number) => void;
}

/** A made-up time for sequences that have none. */
export const START_MS = 1_600_000_000_000;
const TTL_SECONDS = 900;

/** Compiles a feed and, unless `useHistory` is false, the protocol's training part. */
export function compileModel(
  products: readonly Product[],
  training: Protocol["training"],
  options: ModelOptions,
): Model {
  return modelOf(products, options.useHistory ? interactionsOf(training) : [], {
    neighbours: options.neighbours,
    minShoppers: 1,
    onProgress: options.onProgress,
  });
}

/** Packs a model with at most `neighbours` edges a product and channel, and reads the pack as a device would. */
export function systemOf(model: Model, neighbours: number, learned?: Learned): System {
  const { sections } = encodePack(model, neighbours, TTL_SECONDS);
  const bytes = learned && encodeLearned(learned);
  const prepared = finish(
    unpack(sections.ranking, sections.aliases, NODE_TEXT, (products) => bytes && readLearned(bytes, products)),
  );
  // A device does without; here its figures would be another system's.
  if (bytes !== undefined && prepared.learned === undefined) throw new Error("the model section cannot be read");
  return { prepared, rankingBytes: sections.ranking.length, modelBytes: bytes?.length ?? 0 };
}

const readLearned = (bytes: Uint8Array, products: number): PreparedLearned =>
  prepareLearned(decodeLearned(bytes, FEATURES.length, products), createProduct(createGemm()), createWasmScorer);

/** Views without time: the datasets say only what came after what. */
function interactionsOf(training: Protocol["training"]): Interaction[] {
  return training.flatMap((items, shopper) =>
    items.map((item): Interaction => ({ shopper: String(shopper), item, at: undefined, kind: "view" })),
  );
}

/** Of all products for a shopper who looked at these, in time order. Its totals are a fresh array. */
export function scoreHistory(prepared: Prepared, history: readonly ItemIndex[], stepMs: number): Scores {
  const interest = interestAfter(prepared, history, stepMs);
  return withLearned(prepared, interest, scoreAll(prepared, interest, new Map()));
}

/** Of a shopper who looked at these, in time order. The made-up times tell the order alone. */
export function interestAfter(prepared: Prepared, history: readonly ItemIndex[], stepMs: number): Interest {
  const events = history.map((item, step) => ({ item, kind: "view" as const, at: START_MS + step * stepMs }));
  const now = START_MS + history.length * stepMs;
  return interestOf(prepared, untimed(touchesOf(events)), [], now);
}
