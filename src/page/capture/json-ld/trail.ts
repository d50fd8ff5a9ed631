import { readText } from "../../../core/event/fields.ts";
import { pathOfLevels } from "../category.ts";
import type { Node } from "./read.ts";
import { listOf, pathOf, textOf } from "./values.ts";
import type { Whole } from "./whole.ts";

/** One step of a trail. */
interface Crumb {
  readonly name: string;
  /** Undefined where it has no address. */
  readonly path: string | undefined;
  readonly position: number;
}

/**
 * The category that a page's trail leads to (schema.org/BreadcrumbList), from the top, "Sport > Running shoes": without the front page, and without
 * the product that the page is about, which may end it with or without an address (developers.google.com/search/docs/appearance/structured-data/breadcrumb).
 * Of several trails the first that leads anywhere; undefined where none does.
 *
 * @param about The title of the product that the page is about; undefined where it is about none, and the trail's end is the page's own category.
 * @param href The page's address.
 */
export function categoryOf(
  trails: readonly Node[],
  about: string | undefined,
  whole: Whole,
  href: string,
): string | undefined {
  const here = pathOf(href, href);
  for (const { itemListElement } of trails) {
    const crumbs = listOf(itemListElement)
      .flatMap((element, k) => crumbOf(element, k, whole, href) ?? [])
      .sort((a, b) => a.position - b.position || 0);
    if (crumbs[0]?.path === "/") crumbs.shift();
    const { name, path = here } = crumbs.at(-1) ?? {};
    if (about !== undefined && (path === here || name === about)) crumbs.pop();
    const category = pathOfLevels(crumbs.map((crumb) => crumb.name));
    if (category !== undefined) return category;
  }
  return undefined;
}

/** A step is a ListItem, the thing itself, or its name alone; where it says no position, the one at which it stands. */
function crumbOf(element: unknown, index: number, whole: Whole, href: string): Crumb | undefined {
  const step = whole(element);
  const item = whole(step?.item);
  const name = textOf(step?.name) ?? textOf(item?.name) ?? textOf(element);
  const address = item?.url ?? item?.["@id"] ?? step?.item ?? step?.url;
  return name === undefined
    ? undefined
    : { name, path: pathOf(address, href), position: Number(readText(step?.position) ?? index) };
}
