/** How many pairs of neighbouring letters of `name` occur in `candidate`. */
const sharedPairs = (name: string, candidate: string): number =>
  [...name].filter((_, i) => i > 0 && candidate.includes(name.slice(i - 1, i + 1))).length;

/** The known name that looks most like `name`, which was probably meant; of equals the shortest. */
export function nearest(name: string, known: readonly string[]): string {
  const wanted = name.toLowerCase();
  const likeness = (candidate: string): number => sharedPairs(wanted, candidate) - candidate.length / 100;
  return known.reduce((best, candidate) => (likeness(candidate) > likeness(best) ? candidate : best), "view_item");
}
