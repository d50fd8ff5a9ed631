import { Reader, type TextCodec, Writer } from "../bytes.ts";
import { HASH_BYTES, MAX_MESSAGE_BYTES, MAX_OPENED_VALUES, PROTOCOL } from "./bounds.ts";
import { type Fields, readObject } from "./fields.ts";
import { RefusedError, refusing } from "./refusal.ts";
import { parseShare, shareBytes } from "./share.ts";

/** The reports that a round is closed over. */
export interface RoundSet {
  readonly protocol: typeof PROTOCOL;
  readonly planHash: string;
  readonly round: number;
  readonly count: number;
  /** SHA-256 in hex of setBytes of the accepted reports' ids. */
  readonly setHash: string;
}

/** Leader to helper, where a round is opened in buckets: these are the reports, I am bound to my part of the key that deals them, tell me yours. */
export interface BucketRequest extends RoundSet {
  /** SHA-256 in hex of the leader's part. */
  readonly commitment: string;
}

/** Leader to helper: open this round, over exactly these reports. */
export interface Closing extends RoundSet {
  /** The leader's part of the key that deals them into buckets, in hex; null where there is one sum. */
  readonly bucketKey: string | null;
}

/** Bytes of one aggregator's part of the key that deals reports into buckets. */
export const BUCKET_KEY_BYTES = 32;

export const bucketRequestBytes = (request: BucketRequest, codec: TextCodec): Uint8Array =>
  codec.encode(JSON.stringify(request));

export function parseBucketRequest(bytes: Uint8Array, codec: TextCodec): BucketRequest {
  const fields = readObject(bytes, MAX_MESSAGE_BYTES, "the bucket request", codec);
  const request: BucketRequest = { ...roundSet(fields), commitment: fields.hex("commitment", HASH_BYTES) };
  fields.end();
  return request;
}

/** The helper's part, in hex: the same whenever it is asked for. */
export const bucketKeyBytes = (key: string, codec: TextCodec): Uint8Array => codec.encode(JSON.stringify({ key }));

export function parseBucketKey(bytes: Uint8Array, codec: TextCodec): string {
  const fields = readObject(bytes, MAX_MESSAGE_BYTES, "the bucket key", codec);
  const key = fields.hex("key", BUCKET_KEY_BYTES);
  fields.end();
  return key;
}

export const closingBytes = (closing: Closing, codec: TextCodec): Uint8Array => codec.encode(JSON.stringify(closing));

export function parseClosing(bytes: Uint8Array, codec: TextCodec): Closing {
  const fields = readObject(bytes, MAX_MESSAGE_BYTES, "the closing", codec);
  const closing: Closing = { ...roundSet(fields), bucketKey: fields.hexOrNull("bucketKey", BUCKET_KEY_BYTES) };
  fields.end();
  return closing;
}

const roundSet = (fields: Fields): RoundSet => ({
  protocol: fields.protocol(),
  planHash: fields.hex("planHash", HASH_BYTES),
  round: fields.whole("round", 0, 0xffff_ffff),
  count: fields.whole("count", 0, 2 ** 31),
  setHash: fields.hex("setHash", HASH_BYTES),
});

/** One aggregator's sums with its noise, bucket after bucket: made once, kept before they leave, sent again as they are. */
export interface NoisedShare {
  readonly planHash: Uint8Array;
  readonly setHash: Uint8Array;
  readonly count: number;
  readonly values: Uint32Array;
}

const MAGIC = [0x49, 0x4e];

/** "IN", u8 protocol, plan hash, set hash, u32 count, u32 length, values. */
export function encodeNoisedShare({ planHash, setHash, count, values }: NoisedShare): Uint8Array<ArrayBuffer> {
  const writer = new Writer();
  for (const letter of MAGIC) writer.u8(letter);
  writer.u8(PROTOCOL).raw(planHash).raw(setHash).u32(count).u32(values.length);
  return writer.raw(shareBytes(values)).finish();
}

export function parseNoisedShare(bytes: Uint8Array): NoisedShare {
  return refusing(() => {
    const reader = new Reader(bytes, "the noised share");
    for (const letter of MAGIC) if (reader.u8() !== letter) throw reader.error("does not begin like one");
    const protocol = reader.u8();
    if (protocol !== PROTOCOL) throw new RefusedError("version", `the noised share is of protocol ${protocol}`);
    const head = { planHash: reader.raw(HASH_BYTES), setHash: reader.raw(HASH_BYTES), count: reader.u32() };
    const length = reader.u32();
    if (length > MAX_OPENED_VALUES) throw new RefusedError("too-large", "the noised share has too many values");
    const values = parseShare(reader.raw(4 * length), length);
    reader.end();
    return { ...head, values };
  });
}
