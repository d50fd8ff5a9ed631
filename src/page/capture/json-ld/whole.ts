import { readFields } from "../../../core/event/fields.ts";
import type { Node } from "./read.ts";
import { isProduct } from "./values.ts";

/** The thing itself, where it may only be named by its @id. */
export type Whole = (value: unknown) => Node | undefined;

/**
 * What has one @id is one thing, told in parts: the first has what others of them add. A page and its product may have the same, and are two.
 *
 * @param passing What is named in passing: first is what is told anywhere else.
 */
export function createWhole(nodes: readonly Node[], passing: ReadonlySet<unknown>): Whole {
  const byId = new Map<unknown, Record<string, unknown>>();
  const firsts = new Map<unknown, Node>();
  for (const node of [...nodes.filter((node) => isProduct(node) && !passing.has(node)), ...nodes]) {
    const id = node["@id"];
    const first = byId.get(id) ?? node;
    if (id === undefined || (node["@type"] !== undefined && isProduct(first) !== isProduct(node))) continue;
    byId.set(id, first);
    firsts.set(node, first);
    for (const [field, value] of Object.entries(node)) first[field] ??= value;
  }
  return (value) => firsts.get(value) ?? readFields(value);
}
