import { join } from "node:path";
import { encodeLearned } from "../src/core/catalogue/learned.ts";
import { CATALOGUE_LIMITS } from "../src/core/catalogue/ranking.ts";
import { DAY_MS } from "../src/core/time.ts";
import { capCost } from "./cap/cost.ts";
import { type Fitted, fitUnder } from "./cap/fit.ts";
import { restrict } from "./cap/restrict.ts";
import { brotliBytes, type TransferBytes, totalBytes } from "./cap/transfer.ts";
import { oneCurrency } from "./currency.ts";
import { RowsError } from "./errors.ts";
import { type Model, modelOf } from "./model.ts";
import { type BuildOptions, type BuildProgress, type TrainOptions, wholeOption } from "./options.ts";
import { checkFolder, writePack } from "./output/folder.ts";
import { type Pack, withModel } from "./pack.ts";
import type { BuildReport, HistoryReport, LearningReport } from "./report.ts";
import { sensitiveCategories } from "./sensitive.ts";
import { readSources, type Sources } from "./sources.ts";
import { removeCheckpoints } from "./train/checkpoint.ts";
import { learn } from "./train/learn.ts";
import { buildWarnings } from "./warnings.ts";

/** Of the sensitive categories those that a build names. */
const NAMED = 5;

/**
 * Compiles a product feed, and optionally a history of orders or events, into a catalogue pack in `options.out`.
 *
 * Rows that cannot be used are left out and reported. Throws TypeError for an option out of range, FeedError for a file
 * that cannot be read as a whole, RowsError when not one row can be used or when `strict` and one cannot, OutputError
 * when the folder cannot be written to or not one product fits under `maxBytes`. Nothing is written then, but for what a
 * training keeps to go on with.
 *
 * @example
 * const report = await buildCatalogue({ feed: { name: "feed.tsv", bytes: readFileSync("feed.tsv") }, out: "public/catalogue" });
 * console.log(report.manifest.counts.products);
 */
export async function buildCatalogue(options: BuildOptions): Promise<BuildReport> {
  const neighbours = wholeOption(options, "neighbours");
  const minShoppers = wholeOption(options, "minUsers");
  const maxBytes = wholeOption(options, "maxBytes");
  const ttlSeconds = wholeOption(options, "ttlSeconds");
  const onProgress = options.onProgress ?? (() => {});
  checkFolder(options.out);
  const sources = readSources(options);
  refuseBadRows(sources, options.strict ?? false);
  const prices = oneCurrency(sources.feed.products);
  onProgress({ stage: "ordering products", share: undefined });
  const model = modelOf(prices.products, sources.interactions, {
    neighbours,
    minShoppers,
    onProgress: (channel, share) => onProgress({ stage: `${channel} neighbours`, share }),
  });
  const onTry = (): void => onProgress({ stage: "packing", share: undefined });
  const found = await fitUnder(model, { neighbours, maxBytes, ttlSeconds, onTry });
  const cap = capCost(model, found, maxBytes);
  const { transfer } = found.fitted;
  const notes: string[] = [];
  const teaching = { minShoppers, maxBytes, onProgress, onNote: (note: string): void => void notes.push(note) };
  const { pack: plain, learning } = await taught(model, found.fitted, options, teaching);
  const sensitive = sensitiveCategories(model.columns.categories, options.sensitive ?? []);
  const marked = sensitive.paths.length > 0 && { sensitive: sensitive.paths };
  const pack = { ...plain, manifest: { ...plain.manifest, ...marked } };
  if (model.misplaced > 0)
    notes.push(
      `a catalogue has at most ${CATALOGUE_LIMITS.categories} categories: ${model.misplaced} products count among the ones above their own, and are sensitive only as those are`,
    );
  const { length } = sensitive.paths;
  if (length > 0)
    notes.push(
      `nothing is kept of what shoppers do in ${length === 1 ? "a category that is" : `${length} categories that are`} sensitive: ${sensitive.paths.slice(0, NAMED).join("; ")}${length > NAMED ? "; …" : ""}`,
    );
  for (const name of sensitive.unknown) notes.push(`no category is called "${name}", which is to be sensitive`);
  const sections = await sectionReports(pack, transfer);
  const history = historyReport(sources, model);
  writePack(options.out, pack);
  if (options.train !== undefined) removeCheckpoints(checkpointOf(options, options.train));
  return {
    manifest: pack.manifest,
    learning,
    feed: sources.feed.report,
    history,
    categories: model.columns.categories.names.length,
    brands: model.brands.length,
    sections,
    cap,
    aliasClashes: pack.aliasClashes,
    issues: sources.issues,
    warnings: [...notes, ...buildWarnings(prices, history, sections, pack.manifest.counts.products)],
  };
}

interface Teaching {
  readonly minShoppers: number;
  readonly maxBytes: number;
  readonly onProgress: (progress: BuildProgress) => void;
  readonly onNote: (note: string) => void;
}

/** Beside what it leads to, where the same build finds it again. */
const checkpointOf = ({ out }: BuildOptions, { checkpoint = join(out, ".training") }: TrainOptions): string =>
  checkpoint;

/** The pack with what its own products' history teaches, as far as that is asked for, gains something and fits. */
async function taught(
  model: Model,
  { pack, transfer, neighbours, products }: Fitted,
  options: BuildOptions,
  { minShoppers, maxBytes, onProgress, onNote }: Teaching,
): Promise<{ readonly pack: Pack; readonly learning: LearningReport | undefined }> {
  const { train } = options;
  if (train === undefined) return { pack, learning: undefined };
  const part = products.length === model.products.length ? model : restrict(model, products);
  const { learned, reason, heldOut } = await learn(part, {
    neighbours,
    minShoppers,
    stepMs: DAY_MS,
    seed: train.seed,
    threads: train.threads,
    checkpoint: checkpointOf(options, train),
    onNote,
    onProgress: (stage, share) => onProgress({ stage, share }),
  });
  if (learned === undefined) return { pack, learning: { brotliBytes: 0, reason, heldOut } };
  const bytes = encodeLearned(learned);
  const sent = await brotliBytes(bytes);
  const room = maxBytes - totalBytes(transfer);
  if (sent <= room) return { pack: withModel(pack, bytes), learning: { brotliBytes: sent, reason, heldOut } };
  const tooLarge = `it needs ${sent} bytes and ${Math.max(0, room)} are left: give the catalogue more room with --max-bytes`;
  return { pack, learning: { brotliBytes: 0, reason: tooLarge, heldOut } };
}

function refuseBadRows({ feed, issues }: Sources, strict: boolean): void {
  const bad = issues.filter(({ severity }) => severity === "error");
  if (feed.products.length === 0)
    throw new RowsError(
      `none of the ${feed.report.rows} rows of ${feed.report.name} can be used, so nothing was built`,
      issues,
    );
  if (strict && bad.length > 0)
    throw new RowsError(`${bad.length} rows cannot be used, so nothing was built: strict means all or none`, issues);
}

async function sectionReports(pack: Pack, transfer: TransferBytes): Promise<BuildReport["sections"]> {
  const { ranking, display, aliases } = pack.sections;
  return {
    ranking: { bytes: ranking.length, brotliBytes: transfer.ranking },
    display: { bytes: display.length, brotliBytes: transfer.display },
    aliases: { bytes: aliases.length, brotliBytes: transfer.aliases },
    live: { bytes: pack.live.length, brotliBytes: await brotliBytes(pack.live) },
  };
}

function historyReport({ histories, interactions }: Sources, { unmatched }: Model): HistoryReport | undefined {
  if (histories.length === 0) return undefined;
  return {
    files: histories,
    interactions: interactions.length,
    unmatched: unmatched.rows,
    samples: unmatched.samples,
  };
}
