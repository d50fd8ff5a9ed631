import type { Digest, TextCodec } from "../../src/core/bytes.ts";
import { MAX_MODEL_BYTES } from "../../src/core/protocol/bounds.ts";
import { fromHex } from "../../src/core/protocol/hex.ts";
import { type Model, parseModel } from "../../src/core/protocol/model.ts";
import { isDelta, type Plan } from "../../src/core/protocol/plan.ts";
import { modelSigned } from "../../src/core/protocol/signed.ts";
import type { NamedModel } from "../../src/core/protocol/task.ts";
import { sizeOf } from "../../src/core/rank/subset.ts";
import { DeclinedError, declining } from "./declined.ts";
import type { Net } from "./net.ts";
import { verifies } from "./verify.ts";

/** Whose models, and by what they are had and checked. */
export interface ModelSource {
  readonly federation: { readonly leader: string; readonly leaderKey: string; readonly task: string };
  readonly net: Net;
  readonly text: TextCodec;
  readonly digest: Digest;
}

/** A model that the task names, of the version named and signed by the leader. Throws DeclinedError or FetchError. */
export async function publishedModel(source: ModelSource, { hash, version, signature }: NamedModel): Promise<Model> {
  const { federation, text } = source;
  const bytes = await modelBytes(source, hash);
  if (!(await verifies(fromHex(federation.leaderKey), fromHex(signature), modelSigned(bytes, text))))
    throw new DeclinedError("the model is not signed by the leader that the shop names");
  const model = await read(source, bytes);
  checkSize(model.weights, sizeOf(model.kind));
  if (model.version !== version) throw new DeclinedError(`the model is version ${model.version}, not ${version}`);
  return model;
}

/** Weights that this device has, by the hash of their model. */
export interface KnownWeights {
  readonly hash: string;
  readonly weights: Float32Array;
}

/** The weights that a plan's deltas start from: zeros, or those under the hash that the plan names, which both aggregators have signed. */
export async function baseWeights(
  source: ModelSource,
  { blocks, model }: Pick<Plan, "blocks" | "model">,
  known: KnownWeights | undefined,
): Promise<Float32Array> {
  const size = blocks.find(isDelta)?.size ?? 0;
  if (size === 0 || model === "zero") return new Float32Array(size);
  const weights = model === known?.hash ? known.weights : (await read(source, await modelBytes(source, model))).weights;
  checkSize(weights, size);
  return weights;
}

function checkSize({ length }: Float32Array, size: number): void {
  if (length !== size) throw new DeclinedError(`the model has ${length} weights, not ${size}`);
}

async function modelBytes({ federation, net, digest }: ModelSource, hash: string): Promise<Uint8Array> {
  const bytes = await net.get(`${federation.leader}/v1/models/${hash}`, MAX_MODEL_BYTES);
  if ((await digest(bytes)) !== hash) throw new DeclinedError("the leader has another model under this hash");
  return bytes;
}

/** One of the task. */
async function read({ federation, text }: ModelSource, bytes: Uint8Array): Promise<Model> {
  const model = await declining(() => parseModel(bytes, text));
  if (model.task !== federation.task) throw new DeclinedError(`the model is of the task ${model.task}`);
  return model;
}
