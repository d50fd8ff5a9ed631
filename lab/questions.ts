import type { ItemIndex } from "../src/core/brands.ts";
import type { Case } from "./protocol.ts";
import { sampleOf, seededRandom } from "./random.ts";

/** A case in the numbers of one pack, or of one rival. */
export interface Question {
  readonly asked: Case;
  /** The known products of the history, in time order. */
  readonly history: readonly ItemIndex[];
  /** Undefined when the catalogue does not have it: then no ranking finds it. */
  readonly target: ItemIndex | undefined;
}

/** Finds the number of a product by its id. */
export interface Resolver {
  resolve(id: string): ItemIndex | undefined;
}

export function questionsOf({ aliases }: { readonly aliases: Resolver }, cases: readonly Case[]): Question[] {
  return cases.map((asked) => ({
    asked,
    history: asked.history.flatMap((id) => aliases.resolve(id) ?? []),
    target: aliases.resolve(asked.target),
  }));
}

/** At most `count`, in their order. */
export function sampled<T>(list: readonly T[], count: number, seed: number): T[] {
  return sampleOf(list.length, count, seededRandom(seed)).map((index) => list[index]!);
}

/** The shopper of each question, for a bootstrap. */
export function shoppersOf(questions: readonly Question[]): Uint32Array {
  return Uint32Array.from(questions, ({ asked }) => asked.shopper);
}
