import { Reader, Writer, writeHeader } from "../bytes.ts";

const MAGIC = "INKM";
const VERSION = 2;

/** Hidden widths of the interest head. */
export const HEAD: { readonly first: number; readonly second: number } = { first: 128, second: 64 };

/** What a head standardises its features by: off their mean, times their scale. */
export interface Scales {
  /** Of each feature, in its training; a scale of 0 is a feature that never varied and does not count. */
  readonly mean: Float32Array;
  readonly scale: Float32Array;
}

/** The interest head: features -> 128 -> 64 -> 1, relu between. Weights row-major, [inputs x outputs]. */
export interface Head extends Scales {
  readonly weights: readonly [Float32Array, Float32Array, Float32Array];
  readonly biases: readonly [Float32Array, Float32Array, Float32Array];
  /** What one unit of the additive score weighs against the output. Above 0. */
  readonly baseWeight: number;
}

/**
 * Width of item and user vectors, attention heads, hidden width of the relu layer, blocks, longest input; kinds of acts and gaps between
 * stays that have a vector of their own.
 */
export const ENCODER: {
  readonly width: number;
  readonly heads: number;
  readonly hidden: number;
  readonly blocks: number;
  readonly positions: number;
  readonly kinds: number;
  readonly gaps: number;
} = { width: 64, heads: 4, hidden: 128, blocks: 2, positions: 50, kinds: 3, gaps: 12 };

/** Lengths of the arrays of a trained encoder after its item vectors, in order; matrices are row-major, [inputs x outputs]. */
export const ENCODER_ARRAYS: readonly number[] = [
  ENCODER.positions * ENCODER.width,
  (ENCODER.kinds + ENCODER.gaps) * ENCODER.width,
  ...Array.from({ length: ENCODER.blocks }, blockArrays).flat(),
  ENCODER.width,
  ENCODER.width,
];

/** Gain and bias of the first norm; query, key and value; output; gain and bias of the second norm; up; down. */
function blockArrays(): number[] {
  const { width, hidden } = ENCODER;
  const layer = (inputs: number, outputs: number): number[] => [inputs * outputs, outputs];
  const norm = [width, width];
  return [
    ...norm,
    ...layer(width, 3 * width),
    ...layer(width, width),
    ...norm,
    ...layer(width, hidden),
    ...layer(hidden, width),
  ];
}

/** A trained encoder as it ships. */
export interface EncoderWeights {
  /** Products x ENCODER.width; a vector is its row times its scale. */
  readonly items: Int8Array;
  readonly scales: Float32Array;
  /** As ENCODER_ARRAYS says. */
  readonly arrays: readonly Float32Array[];
}

/** What the compiler has learned from a shop's history, beside its graph. */
export interface Learned {
  readonly head: Head;
  /** Undefined where it does not pay its bytes. */
  readonly encoder: EncoderWeights | undefined;
}

/**
 * The model section: weights as bfloat16 (the upper half of a float32, rounded), item vectors as int8 with a float32 scale each.
 * A head of other features than this release's is of no use to it, so their number is checked.
 */
export function encodeLearned({ head, encoder }: Learned): Uint8Array {
  const writer = writeHeader(new Writer(), MAGIC, VERSION);
  writer.varint(head.mean.length).f32(head.baseWeight);
  for (const column of [head.mean, head.scale]) for (const value of column) writer.f32(value);
  for (const array of [...head.weights, ...head.biases]) writer.raw(halves(array));
  writer.varint(encoder?.scales.length ?? 0);
  if (encoder === undefined) return writer.finish();
  writer.raw(new Uint8Array(encoder.items.buffer, encoder.items.byteOffset, encoder.items.length));
  for (const scale of encoder.scales) writer.f32(scale);
  for (const array of encoder.arrays) writer.raw(halves(array));
  return writer.finish();
}

/** Throws FormatError for anything but what encodeLearned wrote for `features` features and `products` products. */
export function decodeLearned(bytes: Uint8Array, features: number, products: number): Learned {
  const reader = new Reader(bytes, "the catalogue's model section");
  reader.header(MAGIC, VERSION);
  if (reader.varint(MAX_FEATURES) !== features) throw reader.error("has a head for other features than this Inkling's");
  const baseWeight = reader.f32();
  if (baseWeight <= 0) throw reader.error("has no weight for the additive score");
  const { first, second } = HEAD;
  const array = (length: number): Float32Array => wholes(reader, length);
  const head: Head = {
    mean: floats(reader, features),
    scale: floats(reader, features),
    baseWeight,
    weights: [array(features * first), array(first * second), array(second)],
    biases: [array(first), array(second), array(1)],
  };
  const encoder = readEncoder(reader, products);
  reader.end();
  return { head, encoder };
}

const MAX_FEATURES = 1_000;

function readEncoder(reader: Reader, products: number): EncoderWeights | undefined {
  const vectors = reader.varint(products);
  if (vectors === 0) return undefined;
  if (vectors !== products) throw reader.error("has item vectors for another catalogue");
  return {
    items: Int8Array.from(reader.raw(products * ENCODER.width)),
    scales: floats(reader, products),
    arrays: ENCODER_ARRAYS.map((length) => wholes(reader, length)),
  };
}

const floats = (reader: Reader, length: number): Float32Array => Float32Array.from({ length }, () => reader.f32());

function halves(values: Float32Array): Uint8Array {
  const bits = new Uint32Array(Float32Array.from(values).buffer);
  const bytes = new Uint8Array(2 * bits.length);
  bits.forEach((word, at) => {
    // To the nearest, ties to even.
    const half = (word + 0x7fff + ((word >>> 16) & 1)) >>> 16;
    bytes[2 * at] = half & 0xff;
    bytes[2 * at + 1] = half >>> 8;
  });
  return bytes;
}

function wholes(reader: Reader, length: number): Float32Array {
  const bytes = reader.raw(2 * length);
  const words = Uint32Array.from({ length }, (_, at) => ((bytes[2 * at + 1]! << 24) | (bytes[2 * at]! << 16)) >>> 0);
  const values = new Float32Array(words.buffer);
  if (!values.every(Number.isFinite)) throw reader.error("holds a weight that is no number");
  return values;
}

/** Each row's largest value becomes 127. */
export function quantised(vectors: Float32Array): Pick<EncoderWeights, "items" | "scales"> {
  const { width } = ENCODER;
  const scales = new Float32Array(vectors.length / width);
  const items = Int8Array.from(vectors);
  for (let item = 0; item < scales.length; item++) {
    const row = vectors.subarray(item * width, (item + 1) * width);
    const scale = row.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / 127 || 1;
    scales[item] = scale;
    row.forEach((value, d) => {
      items[item * width + d] = Math.round(value / scale);
    });
  }
  return { items, scales };
}
