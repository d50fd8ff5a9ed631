import type { FileIssue } from "../compiler/index.ts";

const MOST_LINES = 200;

/** Bad rows as `file:line severity field: message`, those left out before those mended, and how many more there are. */
export function issueLines(issues: readonly FileIssue[]): string[] {
  const sorted = issues.toSorted((a, b) => Number(a.severity === "warning") - Number(b.severity === "warning"));
  const shown = sorted.slice(0, MOST_LINES).map(lineOf);
  const more = sorted.length - shown.length;
  return more === 0 ? shown : [...shown, `... and ${more} more like these`];
}

function lineOf({ file, line, field, severity, message }: FileIssue): string {
  return `${file}:${line} ${severity}${field === "" ? "" : ` ${field}`}: ${message}`;
}
