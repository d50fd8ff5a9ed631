import { readFeed } from "../compiler/feed/read.ts";
import { EXPERIMENTS } from "../lab/simulate/experiments.ts";
import { federatedFlag, parseFederatedFlags } from "./federated-options.ts";
import { readSource } from "./files.ts";
import { progressBar } from "./progress.ts";
import { parseSimulateFlags } from "./simulate-options.ts";

/** Exit code of a call that must be made differently. */
const REFUSED = 2;

/**
 * `inkling simulate`: runs experiments in a made-up shop with the products of a feed, whose shoppers' true preferences are
 * known, and prints a table, or one JSON line, for each; or, with `--sequences`, lets browsers learn together. Answers the exit code. Throws
 * InklingError for files that cannot be read.
 */
export async function simulate(feed: unknown, flags: Readonly<Record<string, unknown>>): Promise<number> {
  if (flags.sequences !== undefined) return simulateFederated(feed, flags);
  const alone = federatedFlag(flags);
  const options = alone === undefined ? parseSimulateFlags(flags) : `--${alone} goes with --sequences`;
  if (typeof options === "string") return refused(options);
  if (feed === undefined) return refused("give a feed, or --sequences FILE");
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

async function simulateFederated(feed: unknown, flags: Readonly<Record<string, unknown>>): Promise<number> {
  const options =
    feed === undefined ? parseFederatedFlags(flags) : "--sequences takes products by --items, and no feed";
  if (typeof options === "string") return refused(options);
  const { federated } = await import("./federated.ts");
  await federated(options);
  return 0;
}

function refused(why: string): number {
  console.error(`inkling: ${why}. See inkling simulate --help.`);
  return REFUSED;
}
