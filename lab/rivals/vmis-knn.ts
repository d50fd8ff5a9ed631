import type { Scorer } from "../scorer.ts";
import type { Rival, TrainingPart } from "./rival.ts";

export interface VmisOptions {
  /** Of the sessions that share a product, so many are looked at: the most recent where it is known which these are. */
  readonly sample: number;
  /** Of these, the most alike have a say. */
  readonly neighbours: number;
  /** How a session's say falls with the place of the last product it shares, 1 for the newest. */
  readonly match: (place: number) => number;
}

/** Chosen on validation (docs/evaluation.md); the paper's match falls by a tenth a place. */
const OPTIONS: VmisOptions = { sample: 5000, neighbours: 500, match: (place) => 1 / place };

/**
 * VMIS-kNN (Kersbergen, Sprangers and Schelter, Serenade, SIGMOD 2022). A training session n is as like a shopper's s
 * as the products that they share say, each by its place in s: place / (products of s), the newest most. The
 * `neighbours` most alike of a sample of those that share any vote for their products: match(place of the newest
 * shared) x likeness x log(sessions / sessions with the product).
 */
export const vmisKnn: Rival = {
  refusal: () => undefined,
  train: (part) => trainVmis(part, OPTIONS),
};

export function trainVmis({ products, sequences }: TrainingPart, options: VmisOptions): Scorer {
  const sessions = sequences.map((items) => [...new Set(items)]);
  const having = sessionsByProduct(sessions, products);
  const idf = Float64Array.from(having, (list) => (list.length === 0 ? 0 : Math.log(sessions.length / list.length)));
  const likeness = new Float64Array(sessions.length);
  const newest = new Uint32Array(sessions.length);
  return (history) => {
    const places = placesOf(history);
    const met: number[] = [];
    for (const [item, place] of places) {
      const amount = (history.length - place + 1) / places.size;
      // More of one product's sessions than the sample holds cannot be in it.
      for (const session of having[item]!.slice(0, options.sample)) {
        if (likeness[session] === 0) {
          met.push(session);
          newest[session] = place;
        }
        likeness[session]! += amount;
      }
    }
    const scores = new Float32Array(products);
    for (const session of nearest(met, likeness, options)) {
      const say = options.match(newest[session]!) * likeness[session]!;
      for (const item of sessions[session]!) scores[item]! += say * idf[item]!;
    }
    for (const session of met) likeness[session] = 0;
    return scores;
  };
}

/** The sessions that each product is in, the latest first. */
function sessionsByProduct(sessions: readonly (readonly number[])[], products: number): number[][] {
  const having = Array.from({ length: products }, (): number[] => []);
  for (let session = sessions.length - 1; session >= 0; session--)
    for (const item of sessions[session]!) having[item]!.push(session);
  return having;
}

/** Each product's newest place, 1 for the newest event; newest first. */
function placesOf(history: readonly number[]): Map<number, number> {
  const places = new Map<number, number>();
  for (let at = history.length - 1; at >= 0; at--)
    if (!places.has(history[at]!)) places.set(history[at]!, history.length - at);
  return places;
}

/** Of the latest `sample` the `neighbours` most alike; equals by which is later. */
function nearest(met: readonly number[], likeness: Float64Array, { sample, neighbours }: VmisOptions): number[] {
  const latest = met.toSorted((a, b) => b - a).slice(0, sample);
  return latest.sort((a, b) => likeness[b]! - likeness[a]! || b - a).slice(0, neighbours);
}
