import { readFields } from "../../../core/event/fields.ts";
import type { Node } from "./read.ts";
import { listOf } from "./values.ts";

/** Where things stand that are only mentioned: accessories, what is alike, what is offered besides. */
const MENTIONS = ["isRelatedTo", "isSimilarTo", "addOn", "mentions"];
/** The same, but for a thing that is named by its @id: accessories and reviews so name the page's own product. */
const MENTIONS_HERE = ["isAccessoryOrSparePartFor", "isConsumableFor", "itemReviewed"];
/** What leads from a thing that is mentioned to others that are, too, where they are only named by their @id. */
const BELOW = ["hasVariant", "itemOffered"];

/**
 * What is only mentioned, with everything below.
 *
 * @param whole The thing itself, where it may only be named by its @id.
 * @param isProduct Whether it is one, whose parts are others; those of a page may be its own product.
 */
export function thingsBeside(
  nodes: readonly Node[],
  whole: (value: unknown) => Node | undefined,
  isProduct: (node: Node) => boolean,
): ReadonlySet<unknown> {
  const beside = new Set<unknown>();
  for (const node of nodes) {
    for (const field of isProduct(node) ? [...MENTIONS, "hasPart"] : MENTIONS)
      for (const value of listOf(node[field])) beside.add(whole(value));
    for (const field of MENTIONS_HERE) for (const value of listOf(node[field])) beside.add(value);
  }
  // Those that are added meanwhile as well.
  for (const thing of beside)
    for (const [field, inner] of Object.entries(readFields(thing) ?? {}))
      for (const value of listOf(inner)) beside.add(BELOW.includes(field) ? whole(value) : value);
  return beside;
}
