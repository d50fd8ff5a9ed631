import type { Neighbours } from "./neighbours.ts";
import { TopList } from "./top-list.ts";

/** What counts as "together", and how much. */
export interface CooccurrenceRule {
  /** How many places ahead still counts. */
  readonly window: number;
  /** Weight of a pair by its distance in places, 1 and up. */
  readonly weight: (distance: number) => number;
  /** Weight of the same pair seen from its later product: 0 one-way, 1 symmetrical. */
  readonly backward: number;
  /** A product's row is divided by its number of occurrences to this power. */
  readonly popularityPower: number;
  /** Pairs that fewer shoppers made are left out. */
  readonly minShoppers: number;
}

/** One shopper's items in time order. */
export interface WeightedItems {
  readonly items: Uint32Array;
  /** How much of an occurrence each is; absent where each is one. A pair counts as the product of both. */
  readonly weights?: Float64Array;
}

/** Every place an item occurs at: sequence and position, items in rows. */
interface Occurrences {
  readonly offsets: Uint32Array;
  readonly sequence: Uint32Array;
  readonly position: Uint32Array;
}

/** Weights are multiples of 2^-20, so that counts are exact, whatever the order of the shoppers. */
const STEPS = 2 ** 20;

/**
 * Windowed co-occurrence counts, one product's row at a time: memory is the sequences and one accumulator. The weight
 * of j after i is the sum over shoppers of weight(distance), divided by occurrences(i)^popularityPower. The popularity
 * power keeps some of the count as evidence: a row seen a thousand times outweighs one seen once.
 */
export function* cooccurrenceNeighbours(
  sequences: readonly WeightedItems[],
  products: number,
  rule: CooccurrenceRule,
  count: number,
): Generator<Neighbours> {
  const places = occurrences(sequences, products);
  const company = new Company(products, rule);
  const strongest = new TopList(count);
  for (let row = 0; row < products; row++) {
    const from = places.offsets[row]!;
    const to = places.offsets[row + 1]!;
    let seen = 0;
    for (let at = from; at < to; at++) {
      const sequence = places.sequence[at]!;
      company.addWindow(sequences[sequence]!, places.position[at]!, sequence);
      seen += sequences[sequence]!.weights?.[places.position[at]!] ?? 1;
    }
    company.takeInto(strongest, row);
    yield strongest.neighbours(seen ** -rule.popularityPower);
    strongest.clear();
  }
}

/** What stands near one product: the accumulator, for one row after the other. */
class Company {
  readonly #forward: Float64Array;
  readonly #backward: Float64Array;
  readonly #minShoppers: number;
  readonly #scores: Float64Array;
  readonly #shoppers: Uint32Array;
  readonly #lastShopper: Int32Array;
  readonly #met: number[] = [];

  constructor(products: number, rule: CooccurrenceRule) {
    const weights = (factor: number): Float64Array =>
      Float64Array.from({ length: rule.window + 1 }, (_, distance) =>
        distance === 0 ? 0 : Math.round(factor * rule.weight(distance) * STEPS) / STEPS,
      );
    this.#forward = weights(1);
    this.#backward = weights(rule.backward);
    this.#minShoppers = rule.minShoppers;
    this.#scores = new Float64Array(products);
    this.#shoppers = new Uint32Array(products);
    this.#lastShopper = new Int32Array(products).fill(-1);
  }

  addWindow({ items, weights }: WeightedItems, position: number, sequence: number): void {
    if (weights !== undefined) {
      this.#addWeighted(items, weights, position, sequence);
      return;
    }
    for (let distance = 1; distance < this.#forward.length; distance++) {
      if (position + distance < items.length)
        this.#add(items[position + distance]!, this.#forward[distance]!, sequence);
      if (position >= distance) this.#add(items[position - distance]!, this.#backward[distance]!, sequence);
    }
  }

  #addWeighted(items: Uint32Array, weights: Float64Array, position: number, sequence: number): void {
    const add = (place: number, weight: number): void => {
      if (place < 0 || place >= items.length) return;
      const both = weights[position]! * weights[place]!;
      this.#add(items[place]!, Math.round(weight * both * STEPS) / STEPS, sequence);
    };
    for (let distance = 1; distance < this.#forward.length; distance++) {
      add(position + distance, this.#forward[distance]!);
      add(position - distance, this.#backward[distance]!);
    }
  }

  #add(item: number, weight: number, sequence: number): void {
    if (weight === 0) return;
    if (this.#scores[item] === 0) this.#met.push(item);
    this.#scores[item]! += weight;
    if (this.#lastShopper[item] === sequence) return;
    this.#lastShopper[item] = sequence;
    this.#shoppers[item]!++;
  }

  /** Offers all but the product itself that enough shoppers paired with it, and begins anew. */
  takeInto(list: TopList, product: number): void {
    for (const item of this.#met) {
      if (item !== product && this.#shoppers[item]! >= this.#minShoppers) list.offer(item, this.#scores[item]!);
      this.#scores[item] = 0;
      this.#shoppers[item] = 0;
      this.#lastShopper[item] = -1;
    }
    this.#met.length = 0;
  }
}

function occurrences(sequences: readonly WeightedItems[], products: number): Occurrences {
  const offsets = new Uint32Array(products + 1);
  for (const { items } of sequences) for (const item of items) offsets[item + 1]!++;
  for (let item = 0; item < products; item++) offsets[item + 1]! += offsets[item]!;
  const cursor = offsets.slice(0, products);
  const sequence = new Uint32Array(offsets[products]!);
  const position = new Uint32Array(offsets[products]!);
  sequences.forEach(({ items }, index) => {
    items.forEach((item, place) => {
      const at = cursor[item]!++;
      sequence[at] = index;
      position[at] = place;
    });
  });
  return { offsets, sequence, position };
}
