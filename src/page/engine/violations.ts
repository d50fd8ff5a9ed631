/** What a start of ours can run into. */
const OURS = /worker|script|child|connect|trusted/;

export interface Violations {
  /** The words, with what the page's policy has blocked since the last time. */
  take(words: string): string;
}

/** Follows what the page's policy blocks: a worker that it bars says nothing itself. */
export function watchViolations(signal: AbortSignal): Violations {
  let blocked: readonly string[] = [];
  document.addEventListener(
    "securitypolicyviolation",
    ({ effectiveDirective, blockedURI, disposition }) => {
      const said = `${effectiveDirective} of the page's policy blocks ${blockedURI}`;
      // The page's other scripts may break its policy, too, and often.
      if (disposition === "enforce" && OURS.test(effectiveDirective) && blocked.length < 2 && !blocked.includes(said))
        blocked = [...blocked, said];
    },
    { signal },
  );
  return {
    take(words) {
      const all = [words, ...blocked].join("; ");
      blocked = [];
      return all;
    },
  };
}
