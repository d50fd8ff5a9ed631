/** Draws that depend on nothing but a seed: the same seed gives the same shop on every machine. */
export interface Draw {
  /** 0 to 1, without 1. */
  next(): number;
  chance(probability: number): boolean;
  /** A whole number, both ends included. */
  whole(from: number, to: number): number;
  /** One of a list that must not be empty. */
  pick<T>(list: readonly T[]): T;
  /** The index of one weight, with a probability in proportion to it; weights must not all be zero. */
  weighted(weights: readonly number[]): number;
  shuffle<T>(list: readonly T[]): T[];
}

/** FNV-1a over UTF-16 units, to 32 bits. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return value;
}

/** Mulberry32 (T. Ettinger, public domain): small, fast, and good enough for a shop window. */
export function seeded(seed: string): Draw {
  let state = hash(seed);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const whole = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  return {
    next,
    whole,
    chance: (probability) => next() < probability,
    pick: <T>(list: readonly T[]): T => list[whole(0, list.length - 1)] as T, // in range: the list is not empty
    weighted: (weights) => {
      const aim = next() * weights.reduce((sum, weight) => sum + weight, 0);
      let sum = 0;
      const index = weights.findIndex((weight) => {
        sum += weight;
        return aim < sum;
      });
      return index < 0 ? weights.length - 1 : index;
    },
    shuffle: <T>(list: readonly T[]): T[] => {
      const out = [...list];
      for (let i = out.length - 1; i > 0; i--) {
        const j = whole(0, i);
        [out[i], out[j]] = [out[j] as T, out[i] as T]; // both in range
      }
      return out;
    },
  };
}

/** Deals a list like a pack of cards: nothing twice before everything once. */
export function deck<T>(draw: Draw, list: readonly T[]): () => T {
  let left: T[] = [];
  return () => {
    if (left.length === 0) left = draw.shuffle(list);
    return left.pop() as T; // refilled above
  };
}
