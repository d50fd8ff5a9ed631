import type { RowIssue } from "../product.ts";
import { LIMITS } from "./limits.ts";

interface Tally {
  readonly line: number;
  readonly field: string;
  readonly message: string;
  readonly samples: Set<string>;
  count: number;
}

/** Collects what is wrong with single rows while a file is read. */
export class Issues {
  readonly #kept: RowIssue[] = [];
  readonly #tallies = new Map<string, Tally>();
  readonly #dropped = { error: 0, warning: 0 };

  /** The row was left out. */
  error(line: number, field: string, message: string): void {
    this.#keep({ line, field, severity: "error", message });
  }

  /** The row was mended. */
  warn(line: number, field: string, message: string): void {
    this.#keep({ line, field, severity: "warning", message });
  }

  /**
   * Counts what a whole file tends to do in every row: one warning in the end, at the first such line. `message`
   * begins after the number of rows: "rows have ...".
   */
  tally(line: number, field: string, message: string, sample: string): void {
    const key = `${field}: ${message}`;
    const tally = this.#tallies.get(key) ?? { line, field, message, samples: new Set(), count: 0 };
    tally.count++;
    if (tally.samples.size < 3) tally.samples.add(sample);
    this.#tallies.set(key, tally);
  }

  /** All of it, by line. */
  list(): RowIssue[] {
    const all = [...this.#kept, ...this.#tallied(), ...this.#summaries()];
    return all.sort((a, b) => a.line - b.line);
  }

  #keep(issue: RowIssue): void {
    if (this.#kept.length < LIMITS.issues) this.#kept.push(issue);
    else this.#dropped[issue.severity]++;
  }

  #tallied(): RowIssue[] {
    return [...this.#tallies.values()].map(({ line, field, message, samples, count }) => ({
      line,
      field,
      severity: "warning",
      message: `${count} ${message}, for example ${[...samples].map(shown).join(", ")}`,
    }));
  }

  #summaries(): RowIssue[] {
    const severities = ["error", "warning"] as const;
    return severities
      .filter((severity) => this.#dropped[severity] > 0)
      .map((severity) => ({
        line: this.#kept.at(-1)!.line,
        field: "",
        severity,
        message: `${this.#dropped[severity]} more of severity "${severity}" are not listed: mend these first`,
      }));
  }
}

/** A value of a file as a message repeats it: quoted, without control characters, cut. */
export function shown(value: unknown): string {
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "a list" : "an object";
  const text = String(value);
  const plain = text.slice(0, LIMITS.shownChars).replace(/[\p{C}\s]+/gu, " ");
  return `"${plain}${text.length > LIMITS.shownChars ? "…" : ""}"`;
}
