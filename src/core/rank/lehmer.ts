/** Numbers from -1 to 1, the same for the same seed: Lehmer, 1951; the multiplier of Park, Miller and Stockmeyer, 1993. */
export function lehmer(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return (2 * state) / 2_147_483_647 - 1;
  };
}
