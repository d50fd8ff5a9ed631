import { readFeed } from "../compiler/feed/read.ts";
import { EXPERIMENTS } from "../lab/simulate/experiments.ts";
import { readSource } from "./files.ts";
import { progressBar } from "./progress.ts";
import { parseSimulateFlags } from "./simulate-options.ts";

/** Exit code of a call that must be made differently. */
const REFUSED = 2;

/**
 * `inkling simulate`: runs experiments in a made-up shop with the products of a feed, whose shoppers' true preferences are
 * known, and prints a table, or one JSON line, for each. Answers the exit code. Throws InklingError for a feed that cannot be read.
 */
export async function simulate(feed: unknown, flags: Readonly<Record<string, unknown>>): Promise<number> {
  const options = parseSimulateFlags(flags);
  if (typeof options === "string") {
    console.error(`inkling: ${options}. See inkling simulate --help.`);
    return REFUSED;
  }
  const { bytes, name } = await readSource(String(feed));
  const { products } = readFeed(bytes, name);
  const bar = progressBar(process.stderr);
  const onProgress = (stage: string, share: number): void => bar.show({ stage, share });
  for (const experiment of options.experiments) {
    const outcome = await EXPERIMENTS[experiment](products, { ...options, onProgress });
    bar.clear();
    console.log(options.json ? outcome.line : `${outcome.section}\n`);
  }
  return 0;
}
