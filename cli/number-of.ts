/** A flag's number: the usual one where it is absent, NaN for anything but a number. */
export function numberOf(value: unknown, usual: number): number {
  if (value === undefined) return usual;
  return typeof value === "number" ? value : Number.NaN;
}
