/** 0 to 1, without 1. */
export type Draw = () => number;

/** Normal with mean 0 (Box and Muller, 1958). */
export function fillNormal(values: Float32Array, deviation: number, draw: Draw): void {
  for (let at = 0; at < values.length; at++)
    values[at] = deviation * Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
}

/** In place (Fisher and Yates). */
export function shuffle<T>(list: T[], draw: Draw): T[] {
  for (let last = list.length - 1; last > 0; last--) {
    const other = Math.floor(draw() * (last + 1));
    [list[last], list[other]] = [list[other]!, list[last]!];
  }
  return list;
}
