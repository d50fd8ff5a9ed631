import { readFields } from "../../../core/event/fields.ts";
import type { Node } from "./read.ts";
import { isProduct, listOf } from "./values.ts";
import type { Whole } from "./whole.ts";

/** Where things stand that are only mentioned: accessories, what is alike, what is offered besides. */
const MENTIONS = ["isRelatedTo", "isSimilarTo", "addOn", "mentions"];
/** The same, but for a thing that is named by its @id: accessories, reviews and offers (a shop has some on any of its pages) so name the page's own product. */
const PASSING = ["isAccessoryOrSparePartFor", "isConsumableFor", "itemReviewed", "itemOffered"];
/** What leads from a thing that is mentioned to others that are, too, where they are only named by their @id. */
const BELOW = ["hasVariant", "itemOffered"];

/** What is told in passing, where it is told nowhere else. */
export const inPassing = (nodes: readonly Node[]): ReadonlySet<unknown> =>
  new Set(nodes.flatMap((node) => PASSING.flatMap((field) => listOf(node[field]))));

/** What is only mentioned, in passing or not, with everything below. A product's parts are others; those of a page may be its own product. */
export function thingsBeside(
  nodes: readonly Node[],
  passing: ReadonlySet<unknown>,
  whole: Whole,
): ReadonlySet<unknown> {
  const beside = new Set(passing);
  for (const node of nodes)
    for (const field of isProduct(node) ? [...MENTIONS, "hasPart"] : MENTIONS)
      for (const value of listOf(node[field])) beside.add(whole(value));
  // Those that are added meanwhile as well.
  for (const thing of beside)
    for (const [field, inner] of Object.entries(readFields(thing) ?? {}))
      for (const value of listOf(inner)) beside.add(BELOW.includes(field) ? whole(value) : value);
  return beside;
}
