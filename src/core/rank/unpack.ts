import type { TextCodec } from "../bytes.ts";
import { aliasSteps } from "../catalogue/aliases.ts";
import { rankingSteps } from "../catalogue/ranking.ts";
import type { Steps } from "../steps.ts";
import { type Prepared, type PreparedLearned, prepareSteps } from "./prepared.ts";

/**
 * A catalogue made ready for ranking from its sections, with places to rest. `learnedOf` so many products: what its model section has, which is left out
 * where it is of another release. Throws FormatError for other sections of another release.
 */
export function* unpack(
  ranking: Uint8Array,
  aliases: Uint8Array,
  text: TextCodec,
  learnedOf: (products: number) => PreparedLearned | undefined,
): Steps<Prepared> {
  const decoded = yield* rankingSteps(ranking, text);
  const { products } = decoded;
  let learned: PreparedLearned | undefined;
  try {
    learned = learnedOf(products);
  } catch {
    // An improvement, and no more.
  }
  return yield* prepareSteps(decoded, yield* aliasSteps(aliases, text, products), learned);
}
