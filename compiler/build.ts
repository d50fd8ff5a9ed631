import { capCost } from "./cap/cost.ts";
import { fitUnder } from "./cap/fit.ts";
import { brotliBytes, type TransferBytes } from "./cap/transfer.ts";
import { oneCurrency } from "./currency.ts";
import { RowsError } from "./errors.ts";
import { type Model, modelOf } from "./model.ts";
import { type BuildOptions, wholeOption } from "./options.ts";
import { checkFolder, writePack } from "./output/folder.ts";
import type { Pack } from "./pack.ts";
import type { BuildReport, HistoryReport } from "./report.ts";
import { readSources, type Sources } from "./sources.ts";
import { buildWarnings } from "./warnings.ts";

/**
 * Compiles a product feed, and optionally a history of orders or events, into a catalogue pack in `options.out`.
 *
 * Rows that cannot be used are left out and reported. Throws TypeError for an option out of range, FeedError for a file
 * that cannot be read as a whole, RowsError when not one row can be used or when `strict` and one cannot, OutputError
 * when the folder cannot be written to or not one product fits under `maxBytes`. Nothing is written then.
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
  const { pack, transfer } = found.fitted;
  const sections = await sectionReports(pack, transfer);
  const history = historyReport(sources, model);
  writePack(options.out, pack);
  return {
    manifest: pack.manifest,
    feed: sources.feed.report,
    history,
    categories: model.columns.categories.names.length,
    brands: model.brands.length,
    sections,
    cap,
    aliasClashes: pack.aliasClashes,
    issues: sources.issues,
    warnings: buildWarnings(prices, history, sections, pack.manifest.counts.products),
  };
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
