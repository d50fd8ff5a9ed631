import { InklingError } from "../src/core/errors.ts";
import type { RowIssue } from "./product.ts";

/** A row that could not be used or was mended, and the file it stands in. */
export interface FileIssue extends RowIssue {
  readonly file: string;
}

/** Nothing was built, because of single rows: none could be used, or some could not and the build was strict. */
export class RowsError extends InklingError {
  static override readonly code: string = "rows";
  readonly issues: readonly FileIssue[];

  constructor(message: string, issues: readonly FileIssue[]) {
    super(message);
    this.issues = issues;
  }
}

/** The folder holds no catalogue that prices and stock could be renewed for. Build it whole. */
export class CatalogueError extends InklingError {
  static override readonly code: string = "catalogue";
}

/** The catalogue could not be written, or cannot be made as small as it must be. */
export class OutputError extends InklingError {
  static override readonly code: string = "output";
}
