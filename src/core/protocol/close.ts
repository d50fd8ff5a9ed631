import { Reader, type TextCodec, Writer } from "../bytes.ts";
import { HASH_BYTES, MAX_MESSAGE_BYTES, MAX_VALUES, PROTOCOL } from "./bounds.ts";
import { readObject } from "./fields.ts";
import { RefusedError, refusing } from "./refusal.ts";
import { parseShare, shareBytes } from "./share.ts";

/** Leader to helper: open this round, over exactly these reports. */
export interface Closing {
  readonly protocol: typeof PROTOCOL;
  readonly planHash: string;
  readonly round: number;
  readonly count: number;
  /** SHA-256 in hex of setBytes of the accepted reports' ids. */
  readonly setHash: string;
}

export const closingBytes = (closing: Closing, codec: TextCodec): Uint8Array => codec.encode(JSON.stringify(closing));

export function parseClosing(bytes: Uint8Array, codec: TextCodec): Closing {
  const fields = readObject(bytes, MAX_MESSAGE_BYTES, "the closing", codec);
  const closing: Closing = {
    protocol: fields.protocol(),
    planHash: fields.hex("planHash", HASH_BYTES),
    round: fields.whole("round", 0, 0xffff_ffff),
    count: fields.whole("count", 0, 2 ** 31),
    setHash: fields.hex("setHash", HASH_BYTES),
  };
  fields.end();
  return closing;
}

/** One aggregator's sum with its noise: made once, kept before it leaves, sent again as it is. */
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
    if (length > MAX_VALUES) throw new RefusedError("too-large", "the noised share has too many values");
    const values = parseShare(reader.raw(4 * length), length);
    reader.end();
    return { ...head, values };
  });
}
