/** Bytes of a key. */
export const KEY_BYTES = 32;

const WORDS_A_BLOCK = 16;
/** "expand 32-byte k" */
const CONSTANTS = [0x61707865, 0x3320646e, 0x79622d32, 0x6b206574] as const;

/**
 * Fills `words` with the ChaCha20 key stream from block 0 on, nonce zero, as little-endian words: RFC 8439, section 2.4. A key is used once.
 * At most 2^32 blocks.
 */
export function chacha20(key: Uint8Array, words: Uint32Array): void {
  if (key.length !== KEY_BYTES) throw new TypeError(`chacha20: key has ${key.length} bytes and not ${KEY_BYTES}`);
  const view = new DataView(key.buffer, key.byteOffset, KEY_BYTES);
  const state = new Int32Array(WORDS_A_BLOCK);
  state.set(CONSTANTS);
  for (let word = 0; word < 8; word++) state[4 + word] = view.getInt32(4 * word, true);
  const whole = words.length - (words.length % WORDS_A_BLOCK);
  for (let at = 0; at < whole; at += WORDS_A_BLOCK) {
    block(state, words, at);
    state[12] = state[12]! + 1;
  }
  if (whole === words.length) return;
  const last = new Uint32Array(WORDS_A_BLOCK);
  block(state, last, 0);
  words.set(last.subarray(0, words.length - whole), whole);
}

/** Ten double rounds (section 2.3), written out in local variables, which engines keep in registers. */
function block(s: Int32Array, out: Uint32Array, at: number): void {
  let x0 = s[0]!;
  let x1 = s[1]!;
  let x2 = s[2]!;
  let x3 = s[3]!;
  let x4 = s[4]!;
  let x5 = s[5]!;
  let x6 = s[6]!;
  let x7 = s[7]!;
  let x8 = s[8]!;
  let x9 = s[9]!;
  let x10 = s[10]!;
  let x11 = s[11]!;
  let x12 = s[12]!;
  let x13 = s[13]!;
  let x14 = s[14]!;
  let x15 = s[15]!;
  for (let round = 0; round < 10; round++) {
    x0 = (x0 + x4) | 0;
    x12 ^= x0;
    x12 = (x12 << 16) | (x12 >>> 16);
    x8 = (x8 + x12) | 0;
    x4 ^= x8;
    x4 = (x4 << 12) | (x4 >>> 20);
    x0 = (x0 + x4) | 0;
    x12 ^= x0;
    x12 = (x12 << 8) | (x12 >>> 24);
    x8 = (x8 + x12) | 0;
    x4 ^= x8;
    x4 = (x4 << 7) | (x4 >>> 25);
    x1 = (x1 + x5) | 0;
    x13 ^= x1;
    x13 = (x13 << 16) | (x13 >>> 16);
    x9 = (x9 + x13) | 0;
    x5 ^= x9;
    x5 = (x5 << 12) | (x5 >>> 20);
    x1 = (x1 + x5) | 0;
    x13 ^= x1;
    x13 = (x13 << 8) | (x13 >>> 24);
    x9 = (x9 + x13) | 0;
    x5 ^= x9;
    x5 = (x5 << 7) | (x5 >>> 25);
    x2 = (x2 + x6) | 0;
    x14 ^= x2;
    x14 = (x14 << 16) | (x14 >>> 16);
    x10 = (x10 + x14) | 0;
    x6 ^= x10;
    x6 = (x6 << 12) | (x6 >>> 20);
    x2 = (x2 + x6) | 0;
    x14 ^= x2;
    x14 = (x14 << 8) | (x14 >>> 24);
    x10 = (x10 + x14) | 0;
    x6 ^= x10;
    x6 = (x6 << 7) | (x6 >>> 25);
    x3 = (x3 + x7) | 0;
    x15 ^= x3;
    x15 = (x15 << 16) | (x15 >>> 16);
    x11 = (x11 + x15) | 0;
    x7 ^= x11;
    x7 = (x7 << 12) | (x7 >>> 20);
    x3 = (x3 + x7) | 0;
    x15 ^= x3;
    x15 = (x15 << 8) | (x15 >>> 24);
    x11 = (x11 + x15) | 0;
    x7 ^= x11;
    x7 = (x7 << 7) | (x7 >>> 25);
    x0 = (x0 + x5) | 0;
    x15 ^= x0;
    x15 = (x15 << 16) | (x15 >>> 16);
    x10 = (x10 + x15) | 0;
    x5 ^= x10;
    x5 = (x5 << 12) | (x5 >>> 20);
    x0 = (x0 + x5) | 0;
    x15 ^= x0;
    x15 = (x15 << 8) | (x15 >>> 24);
    x10 = (x10 + x15) | 0;
    x5 ^= x10;
    x5 = (x5 << 7) | (x5 >>> 25);
    x1 = (x1 + x6) | 0;
    x12 ^= x1;
    x12 = (x12 << 16) | (x12 >>> 16);
    x11 = (x11 + x12) | 0;
    x6 ^= x11;
    x6 = (x6 << 12) | (x6 >>> 20);
    x1 = (x1 + x6) | 0;
    x12 ^= x1;
    x12 = (x12 << 8) | (x12 >>> 24);
    x11 = (x11 + x12) | 0;
    x6 ^= x11;
    x6 = (x6 << 7) | (x6 >>> 25);
    x2 = (x2 + x7) | 0;
    x13 ^= x2;
    x13 = (x13 << 16) | (x13 >>> 16);
    x8 = (x8 + x13) | 0;
    x7 ^= x8;
    x7 = (x7 << 12) | (x7 >>> 20);
    x2 = (x2 + x7) | 0;
    x13 ^= x2;
    x13 = (x13 << 8) | (x13 >>> 24);
    x8 = (x8 + x13) | 0;
    x7 ^= x8;
    x7 = (x7 << 7) | (x7 >>> 25);
    x3 = (x3 + x4) | 0;
    x14 ^= x3;
    x14 = (x14 << 16) | (x14 >>> 16);
    x9 = (x9 + x14) | 0;
    x4 ^= x9;
    x4 = (x4 << 12) | (x4 >>> 20);
    x3 = (x3 + x4) | 0;
    x14 ^= x3;
    x14 = (x14 << 8) | (x14 >>> 24);
    x9 = (x9 + x14) | 0;
    x4 ^= x9;
    x4 = (x4 << 7) | (x4 >>> 25);
  }
  out[at + 0] = x0 + s[0]!;
  out[at + 1] = x1 + s[1]!;
  out[at + 2] = x2 + s[2]!;
  out[at + 3] = x3 + s[3]!;
  out[at + 4] = x4 + s[4]!;
  out[at + 5] = x5 + s[5]!;
  out[at + 6] = x6 + s[6]!;
  out[at + 7] = x7 + s[7]!;
  out[at + 8] = x8 + s[8]!;
  out[at + 9] = x9 + s[9]!;
  out[at + 10] = x10 + s[10]!;
  out[at + 11] = x11 + s[11]!;
  out[at + 12] = x12 + s[12]!;
  out[at + 13] = x13 + s[13]!;
  out[at + 14] = x14 + s[14]!;
  out[at + 15] = x15 + s[15]!;
}
