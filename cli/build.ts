import { buildCatalogue, buildLive, type FileIssue, RowsError } from "../compiler/index.ts";
import { type BuildFlags, parseBuildFlags } from "./build-options.ts";
import { buildSummary, liveSummary } from "./build-report.ts";
import { readSource } from "./files.ts";
import { issueLines } from "./issues.ts";
import { progressBar } from "./progress.ts";

const ALL_ROWS = 0;
const SOME_ROWS = 1;
const REFUSED = 2;

/**
 * `inkling build`: answers 0 when every row was used, 1 when some were left out, 2 when nothing was built. What was built
 * goes to stdout; progress, rows and warnings to stderr.
 */
export async function build(
  feed: unknown,
  given: Readonly<Record<string, unknown>>,
  argv: readonly string[],
): Promise<number> {
  const flags = parseBuildFlags(feed, given, argv);
  if (typeof flags === "string") {
    console.error(`inkling: ${flags}. See inkling build --help.`);
    return REFUSED;
  }
  try {
    const { summary, issues, warnings } = await (flags.live ? renewed(flags) : built(flags));
    say([...issueLines(issues), ...warnings.map((warning) => `warning: ${warning}`)]);
    console.log(summary);
    return issues.some(({ severity }) => severity === "error") ? SOME_ROWS : ALL_ROWS;
  } catch (error) {
    if (error instanceof RowsError) say(issueLines(error.issues));
    throw error;
  }
}

interface Outcome {
  readonly summary: string;
  readonly issues: readonly FileIssue[];
  readonly warnings: readonly string[];
}

async function built(flags: BuildFlags): Promise<Outcome> {
  const started = performance.now();
  const bar = progressBar(process.stderr);
  const feed = await readSource(flags.feed);
  const history = await Promise.all(flags.history.map(readSource));
  try {
    const { train, ...options } = flags;
    const report = await buildCatalogue({ ...options, ...(train && { train }), feed, history, onProgress: bar.show });
    return { ...report, summary: buildSummary(report, flags.out, (performance.now() - started) / 1000) };
  } finally {
    bar.clear();
  }
}

async function renewed({ feed, out, strict }: BuildFlags): Promise<Outcome> {
  const bar = progressBar(process.stderr);
  const source = await readSource(feed);
  try {
    const report = await buildLive({ feed: source, out, strict, onProgress: bar.show });
    return { ...report, summary: liveSummary(report, out) };
  } finally {
    bar.clear();
  }
}

function say(lines: readonly string[]): void {
  for (const line of lines) console.error(line);
}
