export type Value = string | number | Uint8Array | null;

/** Columns by name. Whole numbers are numbers, bytes are Uint8Arrays, whatever the database. */
export type Row = Readonly<Record<string, string | number | Uint8Array | null>>;

/** Statements in the SQL that SQLite and PostgreSQL share, with $1, $2 ... for values. */
export interface Queries {
  all(statement: string, ...values: readonly Value[]): Promise<readonly Row[]>;
  /** Answers how many rows it changed. */
  run(statement: string, ...values: readonly Value[]): Promise<number>;
  /** From here to its end, this transaction waits for, and holds up, every other one that has asked for the same. */
  alone(): Promise<void>;
  /** Ends a SELECT whose rows are then this transaction's alone; others wait for them. Empty where transactions follow one another anyway. */
  readonly forUpdate: " FOR UPDATE" | "";
  /** The same, but rows that others hold are left out. */
  readonly skipLocked: " FOR UPDATE SKIP LOCKED" | "";
}

/** The store's one door: everything else in this folder is written on it. What is committed is on the disk. */
export interface Database extends Queries {
  /** All of it or, when `work` rejects, nothing. Inside, only the queries handed over may be used. */
  transaction<T>(work: (queries: Queries) => Promise<T>): Promise<T>;
  /** Sees to it that what has been deleted is not still in files beside the database. */
  forget(): Promise<void>;
  close(): Promise<void>;
}

export function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== "string") throw new TypeError(`the column ${column} holds no text`);
  return value;
}

export function number(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== "number") throw new TypeError(`the column ${column} holds no number`);
  return value;
}

export function bytes(row: Row, column: string): Uint8Array {
  const value = row[column];
  if (!(value instanceof Uint8Array)) throw new TypeError(`the column ${column} holds no bytes`);
  return value;
}

export function bytesOrNull(row: Row, column: string): Uint8Array | null {
  return row[column] === null ? null : bytes(row, column);
}

export function textOrNull(row: Row, column: string): string | null {
  return row[column] === null ? null : text(row, column);
}

export function numberOrNull(row: Row, column: string): number | null {
  return row[column] === null ? null : number(row, column);
}

/** "$3, $4" for two values of which the first is the third. */
export const listed = (count: number, first: number): string =>
  Array.from({ length: count }, (_, at) => `$${first + at}`).join(", ");

/** "($1, $2), ($3, $4)" for two rows of two values. */
export const placeholders = (rows: number, columns: number): string =>
  Array.from({ length: rows }, (_, at) => `(${listed(columns, at * columns + 1)})`).join(", ");
