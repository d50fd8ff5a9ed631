import { Reader, type TextCodec, Writer } from "../bytes.ts";
import { SUBSETS, type Subset } from "../rank/subset.ts";
import { HASH_BYTES, MAX_MODEL_BYTES, MAX_VALUES, MAX_WEIGHT, NAME, PROTOCOL } from "./bounds.ts";
import { fromHex, toHex } from "./hex.ts";
import { RefusedError, refusing } from "./refusal.ts";

/** What a round taught, named by the SHA-256 of its bytes. */
export interface Model {
  readonly task: string;
  /** 1 and up; of a task, a later model has a higher one. */
  readonly version: number;
  /** The model that it was made of, SHA-256 in hex; null for the zero model. */
  readonly parent: string | null;
  /** The plan whose sum made it, SHA-256 in hex. */
  readonly plan: string;
  readonly kind: Subset;
  /** As sharedHead of src/core/rank reads them: finite, at most MAX_WEIGHT from zero, 1 to MAX_VALUES of them. */
  readonly weights: Float32Array;
}

const MAGIC = [0x49, 0x4d];
const NO_PARENT = "0".repeat(2 * HASH_BYTES);

/**
 * Little-endian: "IM", u8 protocol, u16 length and task, u32 version, parent 32 (zeros: the zero model), plan 32, u8 kind (1: linear, 2: hidden-32, 3: all), u32 size, f32 weights.
 */
export function encodeModel(model: Model, codec: TextCodec): Uint8Array<ArrayBuffer> {
  const task = codec.encode(model.task);
  const writer = new Writer();
  for (const letter of MAGIC) writer.u8(letter);
  writer.u8(PROTOCOL).u16(task.length).raw(task).u32(model.version);
  writer.raw(fromHex(model.parent ?? NO_PARENT)).raw(fromHex(model.plan));
  writer.u8(SUBSETS.indexOf(model.kind) + 1).u32(model.weights.length);
  for (const weight of model.weights) writer.f32(weight);
  return writer.finish();
}

/** Throws RefusedError for anything but what encodeModel writes. */
export function parseModel(bytes: Uint8Array, codec: TextCodec): Model {
  if (bytes.length > MAX_MODEL_BYTES) throw new RefusedError("too-large", "the model is too large");
  return refusing(() => {
    const reader = new Reader(bytes, "the model");
    for (const letter of MAGIC) if (reader.u8() !== letter) throw reader.error("does not begin like one");
    const protocol = reader.u8();
    if (protocol !== PROTOCOL) throw new RefusedError("version", `the model is of protocol ${protocol}`);
    const length = reader.u16();
    const task = codec.decode(reader.raw(length));
    // A byte-order mark is lost in decoding: the same model would have two spellings.
    if (!NAME.test(task) || task.length !== length) throw reader.error("is of a task without a name");
    const version = reader.u32();
    if (version === 0) throw new RefusedError("range", "the model has no version");
    const parent = toHex(reader.raw(HASH_BYTES));
    const plan = toHex(reader.raw(HASH_BYTES));
    const kind = SUBSETS[reader.u8() - 1];
    if (kind === undefined) throw new RefusedError("version", "the model has an unknown kind");
    const weights = readWeights(reader);
    reader.end();
    return { task, version, parent: parent === NO_PARENT ? null : parent, plan, kind, weights };
  });
}

function readWeights(reader: Reader): Float32Array {
  const size = reader.u32();
  if (size === 0 || size > MAX_VALUES) throw new RefusedError("range", `the model has ${size} weights`);
  if (reader.left !== 4 * size) throw reader.error("has not as many bytes as weights");
  return Float32Array.from({ length: size }, () => weight(reader.f32()));
}

function weight(value: number): number {
  if (Math.abs(value) > MAX_WEIGHT) throw new RefusedError("range", "the model has a weight out of bounds");
  return value;
}
