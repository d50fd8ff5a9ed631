/** A shuffled copy (Fisher and Yates). `draw`: 0 to 1, without 1. */
export function shuffled<T>(list: readonly T[], draw: () => number): T[] {
  const out = [...list];
  for (let last = out.length - 1; last > 0; last--) {
    const other = Math.floor(draw() * (last + 1));
    [out[last], out[other]] = [out[other]!, out[last]!];
  }
  return out;
}
