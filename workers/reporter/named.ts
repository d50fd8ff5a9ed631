import type { RandomWords } from "../../src/core/privacy/words.ts";
import type { TaskAnswer } from "../../src/core/protocol/task.ts";
import { type ModelSource, publishedModel } from "../federated/models.ts";
import type { SharedTable } from "../store/shared.ts";
import type { Shared } from "../store/store.ts";

/** The model that a task asks this device to rank with. */
export type NamedModel = Pick<Shared, "task" | "hash" | "version" | "canary" | "weights">;

/** Numbers that a device may draw, of which a share tries a new model. */
const DRAWS = 1_000_000;

/**
 * Undefined where it is none. Fetched at every look, kept or not: a leader that names each device a model of its own would otherwise see at the next look
 * which device it is. Throws DeclinedError or FetchError.
 */
export async function namedModel(
  source: ModelSource,
  table: SharedTable,
  { task, model, canary }: TaskAnswer,
  words: RandomWords,
): Promise<NamedModel | undefined> {
  const draw = await table.draw(words.below(DRAWS) / DRAWS);
  const wanted = canary !== null && draw < canary.share ? canary : model;
  if (wanted === null) return undefined;
  const { version, weights } = await publishedModel(source, wanted);
  return { task, hash: wanted.hash, version, canary: wanted === canary, weights };
}
