/** The values of an option that may be repeated: none, one by itself, or an array of them. */
export const listOf = (value: unknown): readonly unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];
