/** A training's rate, as a share of its first, at a `progress` of 0 to 1: to a tenth along a half cosine, so that the last epochs settle. */
export const falling = (progress: number): number => 0.1 + 0.45 * (1 + Math.cos(Math.PI * progress));
