import { ID_LENGTH } from "./event.ts";

/** An object of unknown fields, from a stranger. */
export type Fields = Readonly<Record<string, unknown>>;

export const readFields = (value: unknown): Fields | undefined =>
  // An object that is neither null nor an array may be read by any key; every value is checked where it is used.
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;

/** An id as text; data layers often hold it as a number. Undefined when empty or too long: a cut id is another id. */
export const readId = (value: unknown): string | undefined => {
  const text = readText(value);
  return text !== undefined && text.length <= ID_LENGTH ? text : undefined;
};

/** Trimmed text of one character or more; a finite number counts as its digits. */
export const readText = (value: unknown): string | undefined => {
  const text = typeof value === "number" && Number.isFinite(value) ? String(value) : value;
  return typeof text === "string" && text.trim() !== "" ? text.trim() : undefined;
};

/** A finite number of 0 or more, or its text, cut to `max`. */
export const readAmount = (value: unknown, max: number): number | undefined => {
  const number = Number(readText(value));
  return number >= 0 && number < Number.POSITIVE_INFINITY ? Math.min(number, max) : undefined;
};

/** The same object without the keys that hold undefined, as exact optional properties want it. */
export const defined = <T extends object>(value: { readonly [K in keyof T]: T[K] | undefined }): T =>
  // Only keys with undefined are gone, and those are optional in T wherever undefined can occur.
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;
