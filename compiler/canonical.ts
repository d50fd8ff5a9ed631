import { compareHash, type Hash, hashText, mix, mixHash } from "./hash.ts";
import type { Sequence as Timed } from "./history/sequences.ts";
import type { Product } from "./product.ts";

/** Only what came after what. */
type Sequence = Pick<Timed, "items">;

/** How far a product's surroundings in the history reach into its fingerprint. */
const ROUNDS = 3;

/** A new order of products and shoppers that neither ids nor row order decide. */
export interface Canonical {
  /** `products[k]` is the index, in the reading, of the product that becomes number k. */
  readonly products: Uint32Array;
  /** The same for the sequences. */
  readonly sequences: Uint32Array;
}

/**
 * Orders products by category, title and a fingerprint of what they are and of the sequences they occur in
 * (Weisfeiler-Lehman refinement, with positions), so that renumbering or shuffling the input gives the same pack: every
 * later tie is broken by this order. Ids decide only between products that nothing else tells apart.
 */
export function canonicalOrder(products: readonly Product[], sequences: readonly Sequence[]): Canonical {
  let prints = products.map((product) => hashText(content(product)));
  let marks: Hash[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    marks = sequences.map((sequence) => sequenceHash(sequence, prints));
    if (round < ROUNDS - 1) prints = refine(prints, sequences, marks);
  }
  const keys = products.map((product) => `${product.category.join("\u0001")}\u0002${product.title}`);
  const order = indexes(products.length).sort(
    (x, y) =>
      compareText(keys[x]!, keys[y]!) ||
      compareHash(prints[x]!, prints[y]!) ||
      compareText(products[x]!.id, products[y]!.id),
  );
  return { products: order, sequences: indexes(sequences.length).sort((x, y) => compareHash(marks[x]!, marks[y]!)) };
}

function content(product: Product): string {
  const { title, description, brand, category, attributes, keywords, price } = product;
  return JSON.stringify([title, description, brand, category, attributes, keywords, price]);
}

function sequenceHash(sequence: Sequence, prints: readonly Hash[]): Hash {
  let hash: Hash = { a: sequence.items.length, b: 1 };
  sequence.items.forEach((item, position) => {
    hash = mixHash(mix(hash, position), prints[item]!);
  });
  return hash;
}

/** Adds what each occurrence says: a sum, so that the order of sequences does not matter. */
function refine(prints: readonly Hash[], sequences: readonly Sequence[], marks: readonly Hash[]): Hash[] {
  const a = new Uint32Array(prints.length);
  const b = new Uint32Array(prints.length);
  sequences.forEach((sequence, index) => {
    sequence.items.forEach((item, position) => {
      const seen = mix(marks[index]!, position);
      a[item]! += seen.a;
      b[item]! += seen.b;
    });
  });
  return prints.map((print, item) => mixHash(print, { a: a[item]!, b: b[item]! }));
}

const compareText = (x: string, y: string): number => (x < y ? -1 : x > y ? 1 : 0);

const indexes = (length: number): Uint32Array => Uint32Array.from({ length }, (_, index) => index);
