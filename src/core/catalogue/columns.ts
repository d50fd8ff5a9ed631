import type { Reader } from "../bytes.ts";
import { eachRow, type Steps } from "../steps.ts";

/** Reads a number of at most `max` for each row. */
export function* readColumn(reader: Reader, rows: number, max: number): Steps<Uint32Array> {
  const column = new Uint32Array(rows);
  yield* eachRow(rows, (row) => {
    column[row] = reader.varint(max);
  });
  return column;
}

/** Reads how many values each row has, at most `max`. Row `i` is then from `[i]` to before `[i + 1]` of all values. */
export function* readEnds(reader: Reader, rows: number, max: number): Steps<Uint32Array> {
  const ends = new Uint32Array(rows + 1);
  yield* eachRow(rows, (row) => {
    // Ends are 32 bits, which no section fills.
    ends[row + 1] = ends[row]! + reader.varint(Math.min(max, 2 ** 32 - 1 - ends[row]!));
  });
  return ends;
}
