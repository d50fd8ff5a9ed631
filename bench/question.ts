/** What a benchmark found out. */
export interface Answer {
  /** Printed with `--json`: plain data, units in the names. */
  readonly figures: unknown;
  /** Printed without: a table a person reads. */
  readonly text: string;
  /** SVG by file name, for docs/bench. */
  readonly charts: Readonly<Record<string, string>>;
}

/** Measures. Progress goes to stderr, a line each. */
export type Question = (progress: (text: string) => void) => Promise<Answer>;
