import { ID_LENGTH } from "./event.ts";
import { type Fields, readFields } from "./fields.ts";

/** Reads one field that must already be right: the value when it is in range, undefined when it must be refused. */
export type Reader = (value: unknown) => unknown;

export const exactNumber =
  (max: number): Reader =>
  (value) =>
    typeof value === "number" && value >= 0 && value <= max ? value : undefined;

export const exactText =
  (max: number): Reader =>
  (value) =>
    typeof value === "string" && value.length > 0 && value.length <= max ? value : undefined;

export const exactId: Reader = exactText(ID_LENGTH);

/** The fields that have a reader, read; undefined when one is wrong or a required one is missing. */
export function readExactly(
  value: unknown,
  readers: Readonly<Record<string, Reader>>,
  required: readonly string[],
): Fields | undefined {
  const fields = readFields(value);
  if (fields === undefined) return undefined;
  const names = Object.keys(readers).filter((name) => fields[name] !== undefined);
  const read = Object.fromEntries(names.map((name) => [name, readers[name]!(fields[name])]));
  const whole = required.every((name) => name in read) && !Object.values(read).includes(undefined);
  return whole ? read : undefined;
}
