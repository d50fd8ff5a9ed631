/** A file in memory. `name` is for messages. */
export interface SourceFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** How far a build is. */
export interface BuildProgress {
  /** What is being done: "reading feed.tsv", "text neighbours". */
  readonly stage: string;
  /** Of the stage, 0 to 1; undefined while nobody knows. */
  readonly share: number | undefined;
}

export interface TrainOptions {
  /** Decides everything that is drawn: a whole number. The same history, options and seed give the same weights. */
  readonly seed: number;
  /** Trainings at once, at most. Default: as many as the machine has cores. */
  readonly threads?: number | undefined;
  /** Keeps what is done, so that a killed build goes on; emptied when the catalogue is written. Default: .training in `out`. */
  readonly checkpoint?: string | undefined;
}

export interface BuildOptions {
  /** Google Merchant (TSV, RSS, Atom), Shopify CSV or JSON Lines, told apart by content, gzipped or not. */
  readonly feed: SourceFile;
  /** Orders or events: JSON Lines, CSV or TSV. */
  readonly history?: readonly SourceFile[];
  /** The folder that catalog.json and its sections go to; made when it does not exist. */
  readonly out: string;
  /** The most neighbours a product and channel, 1 to 64. Default 16. */
  readonly neighbours?: number;
  /** Pairs of products that fewer shoppers made are left out, 1 to 1,000,000. Default 1. */
  readonly minUsers?: number;
  /** The most bytes of ranking, display and aliases sections together, as brotli sends them. Default 4 MiB. */
  readonly maxBytes?: number;
  /** How long pages may show prices and stock after fetching them, 1 second to 30 days. Default 900. */
  readonly ttlSeconds?: number;
  /** Categories, by name or path, whose products are never profiled, besides those of health, sex and faith that are known by their names. */
  readonly sensitive?: readonly string[];
  /** Whether a single bad row stops the build before anything is written. Default false. */
  readonly strict?: boolean;
  /** Trains encoder and interest head on the history: minutes of work. */
  readonly train?: TrainOptions;
  /** Milliseconds since the epoch, for the dates of sale prices. Default: now. */
  readonly nowMs?: number;
  readonly onProgress?: (progress: BuildProgress) => void;
}

interface Range {
  readonly least: number;
  readonly most: number;
  readonly usual: number;
}

/** Whole numbers all. */
export const RANGES: Readonly<Record<"neighbours" | "minUsers" | "maxBytes" | "ttlSeconds", Range>> = {
  neighbours: { least: 1, most: 64, usual: 16 },
  minUsers: { least: 1, most: 1_000_000, usual: 1 },
  maxBytes: { least: 1, most: 256 * 1024 * 1024, usual: 4 * 1024 * 1024 },
  ttlSeconds: { least: 1, most: 30 * 86_400, usual: 900 },
};

/** The option, or its default. Throws TypeError when it is out of range. */
export function wholeOption(options: BuildOptions, name: keyof typeof RANGES): number {
  const { least, most, usual } = RANGES[name];
  const value = options[name] ?? usual;
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new TypeError(`${name} must be a whole number from ${least} to ${most}, not ${value}`);
}
