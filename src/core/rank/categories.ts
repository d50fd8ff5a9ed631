import type { Ranking } from "../catalogue/ranking.ts";

type Categories = Ranking["categories"];

/** "Shoes > Running" of a category. */
export function categoryPath(categories: Categories, category: number): string {
  const names: string[] = [];
  for (let at = category; at >= 0; at = categories.parents[at]!) names.unshift(categories.names[at]!);
  return names.join(" > ");
}

/**
 * The categories that a name or path means, with all below them: "Running" means every category of that name,
 * "Shoes > Running" or "Shoes/Running" only the one below Shoes. Case does not matter. Empty when there is none.
 */
export function categoriesOf(categories: Categories, wanted: string): Set<number> {
  const found = within(categories, wanted.split(">"));
  // Names have slashes of their own ("Tops / Tees"): only where none does can one be meant as a step.
  return found.size === 0 && !wanted.includes(">") ? within(categories, wanted.split("/")) : found;
}

function within(categories: Categories, steps: readonly string[]): Set<number> {
  const path = steps.map(fold).filter((name) => name !== "");
  const found = new Set<number>();
  if (path.length === 0) return found;
  // Parents stand before children, so one pass is enough.
  categories.parents.forEach((parent, category) => {
    if (found.has(parent) || endsWith(categories, category, path)) found.add(category);
  });
  return found;
}

function endsWith(categories: Categories, category: number, path: readonly string[]): boolean {
  let at = category;
  for (let k = path.length - 1; k >= 0; k--) {
    if (at < 0 || fold(categories.names[at]!) !== path[k]) return false;
    at = categories.parents[at]!;
  }
  return true;
}

/** Tells of a path, "Health > Supplements", whether one of its levels is called as one of these paths' last. Case does not matter. */
export function namedIn(paths: readonly string[]): (path: string) => boolean {
  const names = new Set(paths.map((path) => fold(path.slice(path.lastIndexOf(">") + 1))));
  return (path) => path.split(">").some((level) => names.has(fold(level)));
}

const fold = (name: string): string => name.normalize("NFKC").trim().toLowerCase();
