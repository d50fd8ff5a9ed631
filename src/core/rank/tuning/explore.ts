/** The share of for-you lists in which a slot is given to chance, where a shop sets none, and how many of the best products may get it. */
export const EXPLORE: { readonly share: number; readonly among: number } = { share: 0.05, among: 50 };

/** A slot that was given to chance, and how probable it was that just this product would stand in just this slot: above 0, up to 1. */
export interface Explored {
  readonly slot: number;
  readonly probability: number;
}

/**
 * In a share of all lists one slot, drawn uniformly, gets a product that is not in the list, drawn uniformly from the first
 * EXPLORE.among of `candidates` (eligible products, best first; those of the list may be among them). Only so can a device learn
 * about products that its own ranking would not show.
 *
 * @param random 0 to 1, without 1.
 */
export function explore<Item>(
  list: readonly Item[],
  candidates: readonly Item[],
  share: number,
  random: () => number,
): { readonly list: readonly Item[]; readonly explored: Explored | undefined } {
  const others = candidates.slice(0, EXPLORE.among).filter((item) => !list.includes(item));
  if (list.length === 0 || others.length === 0 || random() >= share) return { list, explored: undefined };
  const slot = Math.floor(random() * list.length);
  const shown = [...list];
  shown[slot] = others[Math.floor(random() * others.length)]!;
  return { list: shown, explored: { slot, probability: share / (list.length * others.length) } };
}

/** The policy's name with what was given to chance: `base-1/ab12cd34~3:0.000125`. */
export const explorationName = (policy: string, { slot, probability }: Explored): string =>
  `${policy}~${slot}:${Number(probability.toPrecision(3))}`;

/** What explorationName added to a policy's name; undefined for any other text. */
export function exploredBy(policy: string): Explored | undefined {
  const [, slot, probability] = /~(\d{1,4}):(\d(?:\.\d+)?(?:e-\d+)?)$/.exec(policy) ?? [];
  const read = Number(probability);
  return read > 0 && read <= 1 ? { slot: Number(slot), probability: read } : undefined;
}
