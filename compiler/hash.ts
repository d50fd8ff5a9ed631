/** A 64-bit hash in two 32-bit lanes; fields are unsigned. For fingerprints inside one build, never stored. */
export interface Hash {
  readonly a: number;
  readonly b: number;
}

/** Mixes a value into a hash; order matters. (MurmurHash3's mixing steps.) */
export function mix(hash: Hash, value: number): Hash {
  const a = scramble(Math.imul(hash.a ^ value, 0x85ebca6b) + 0x9e3779b9);
  return { a: a >>> 0, b: scramble(Math.imul(hash.b + value, 0xc2b2ae35) ^ a) >>> 0 };
}

export function mixHash(hash: Hash, other: Hash): Hash {
  return mix(mix(hash, other.a), other.b);
}

export function hashText(text: string): Hash {
  let a = 0x811c9dc5;
  let b = 0x1b873593;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul((b << 13) | (b >>> 19), 5) + (unit ^ a);
  }
  return mix({ a: a >>> 0, b: b >>> 0 }, text.length);
}

export function compareHash(x: Hash, y: Hash): number {
  return x.a - y.a || x.b - y.b;
}

function scramble(value: number): number {
  const once = Math.imul(value ^ (value >>> 16), 0x7feb352d);
  const twice = Math.imul(once ^ (once >>> 15), 0x846ca68b);
  return twice ^ (twice >>> 16);
}
