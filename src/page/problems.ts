import type { Reply } from "../core/bridge/protocol.ts";

/** What went wrong, counted for status(): the host page never sees an exception of ours. */
export interface Problems {
  readonly count: number;
  /** The last few messages, oldest first. */
  readonly last: readonly string[];
  add(problem: unknown): void;
  /** The same reply; when it is a failure, and not because the page has ended Inkling, it is counted. */
  unless<T>(reply: Reply<T>): Reply<T>;
  /** The same function with its exceptions counted and swallowed. */
  guard<A extends readonly unknown[]>(run: (...args: A) => void): (...args: A) => void;
}

const KEPT = 5;

export function createProblems(): Problems {
  const problems = {
    count: 0,
    last: [] as readonly string[],
    add(problem: unknown): void {
      problems.count++;
      problems.last = [...problems.last, describe(problem)].slice(-KEPT);
    },
    unless<T>(reply: Reply<T>): Reply<T> {
      if (!reply.ok && reply.code !== "destroyed") problems.add(reply.message);
      return reply;
    },
    guard:
      <A extends readonly unknown[]>(run: (...args: A) => void) =>
      (...args: A): void => {
        try {
          run(...args);
        } catch (error) {
          problems.add(error);
        }
      },
  };
  return problems;
}

/** A message of anything thrown. */
export function describe(problem: unknown): string {
  try {
    return (problem instanceof Error ? problem.message : String(problem)).slice(0, 300);
  } catch {
    return "unknown";
  }
}
