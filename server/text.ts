import type { TextCodec } from "../src/core/bytes.ts";

const [encoder, decoder] = [new TextEncoder(), new TextDecoder()];

/** Node's UTF-8. */
export const TEXT: TextCodec = {
  encode: (text) => encoder.encode(text),
  decode: (bytes) => decoder.decode(bytes),
};
