import type { EncoderWeights, Head, Learned } from "../../src/core/catalogue/learned.ts";

/** NDCG@10 among the candidates of held-out transitions, by the additive score, and with each head on top of it. */
export interface HeldOut {
  readonly base: number;
  readonly head: number;
  readonly headAndEncoder: number;
}

interface Trained {
  /** The head that does without an encoder. */
  readonly plain: Head;
  readonly encoded: Head;
  readonly encoder: EncoderWeights;
}

/** What of a training ships, and why not all: a head must beat the additive score on held-out transitions, and an encoder the head without. */
export function shipped(
  { base, head, headAndEncoder }: HeldOut,
  { plain, encoded, encoder }: Trained,
): { readonly learned: Learned | undefined; readonly reason: string } {
  if (Math.max(head, headAndEncoder) <= base)
    return { learned: undefined, reason: "the head gained nothing on held-out shoppers" };
  if (headAndEncoder <= head)
    return { learned: { head: plain, encoder: undefined }, reason: "the encoder gained nothing" };
  return { learned: { head: encoded, encoder }, reason: "ok" };
}
