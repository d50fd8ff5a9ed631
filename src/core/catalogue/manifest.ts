import { FormatError } from "../errors.ts";

export const MANIFEST_FORMAT = "inkling-catalogue";
export const MANIFEST_VERSION = 1;
export const SECTION_NAMES: readonly ["ranking", "display", "aliases"] = ["ranking", "display", "aliases"];
export type SectionName = (typeof SECTION_NAMES)[number];

/** One content-addressed file of the pack. */
export interface SectionEntry {
  /** Relative to catalog.json. */
  readonly url: string;
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

/** catalog.json: the one file of a pack whose address is known beforehand. */
export interface Manifest {
  readonly format: typeof MANIFEST_FORMAT;
  readonly version: typeof MANIFEST_VERSION;
  readonly counts: {
    readonly products: number;
    readonly variants: number;
    readonly aliases: number;
    /** Neighbours a product kept in each channel. */
    readonly neighbours: number;
    readonly edges: Readonly<Record<string, number>>;
  };
  readonly sections: Readonly<Record<SectionName, SectionEntry>> & {
    /** Encoder and interest head, where the shop has a history that taught them something. */
    readonly model?: SectionEntry;
  };
  /** Price and stock: fetched anew after `ttlSeconds`, not shown once older. */
  readonly live: { readonly url: string; readonly ttlSeconds: number };
  /** Categories whose products are never profiled, with all below them; read by sensitiveOf. */
  readonly sensitive?: readonly string[];
}

/**
 * 64 hex digits that name a catalogue by all of its sections. The live file carries it: its prices are differences to
 * the display section's, by the places of the ranking section, and mean nothing beside any other.
 */
export function catalogueVersion(sections: Manifest["sections"]): string {
  const { ranking, display, aliases } = sections;
  return ranking.sha256.slice(0, 22) + display.sha256.slice(0, 21) + aliases.sha256.slice(0, 21);
}

/** Every file of a pack that is named by its content, the model last where there is one. */
export function sectionEntries({ sections }: Manifest): readonly SectionEntry[] {
  const { model } = sections;
  return [...SECTION_NAMES.map((name) => sections[name]), ...(model === undefined ? [] : [model])];
}

const MAX_SECTION_BYTES = 256 * 1024 * 1024;

/** Checks shape, range and finiteness of what a server answered; throws FormatError that names the field. */
export function parseManifest(text: string): Manifest {
  const root = record(parseJson(text), "catalog.json");
  if (root.format !== MANIFEST_FORMAT)
    throw new FormatError("catalog.json is not an Inkling catalogue; build one with: inkling build FEED -o DIR");
  if (root.version !== MANIFEST_VERSION) {
    throw new FormatError(
      `catalog.json has format version ${String(root.version)}; this Inkling reads ${MANIFEST_VERSION}: build the catalogue with the same release`,
    );
  }
  const counts = record(root.counts, "counts");
  const sections = record(root.sections, "sections");
  const live = record(root.live, "live");
  return {
    format: MANIFEST_FORMAT,
    version: MANIFEST_VERSION,
    counts: {
      products: whole(counts.products, "counts.products"),
      variants: whole(counts.variants, "counts.variants"),
      aliases: whole(counts.aliases, "counts.aliases"),
      neighbours: whole(counts.neighbours, "counts.neighbours"),
      edges: Object.fromEntries(
        Object.entries(record(counts.edges, "counts.edges")).map(([name, n]) => [
          name,
          whole(n, `counts.edges.${name}`),
        ]),
      ),
    },
    sections: {
      ranking: section(sections.ranking, "ranking"),
      display: section(sections.display, "display"),
      aliases: section(sections.aliases, "aliases"),
      ...(sections.model !== undefined && { model: section(sections.model, "model") }),
    },
    live: { url: address(live.url, "live.url"), ttlSeconds: whole(live.ttlSeconds, "live.ttlSeconds") },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new FormatError("catalog.json is not JSON", { cause });
  }
}

function record(value: unknown, name: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new FormatError(`catalog.json: ${name} is not an object`);
  return value as Record<string, unknown>; // narrowed: a plain object's fields are unknown
}

function whole(value: unknown, name: string): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0)
    throw new FormatError(`catalog.json: ${name} is not a count`);
  return value;
}

function address(value: unknown, name: string): string {
  if (typeof value !== "string" || value === "" || value.length > 2000)
    throw new FormatError(`catalog.json: ${name} is not an address`);
  return value;
}

function section(value: unknown, name: string): SectionEntry {
  const entry = record(value, `sections.${name}`);
  const bytes = whole(entry.bytes, `sections.${name}.bytes`);
  if (bytes > MAX_SECTION_BYTES)
    throw new FormatError(`catalog.json: sections.${name} is larger than ${MAX_SECTION_BYTES} bytes`);
  if (typeof entry.sha256 !== "string" || !/^[0-9a-f]{64}$/.test(entry.sha256))
    throw new FormatError(`catalog.json: sections.${name}.sha256 is not a SHA-256`);
  return { url: address(entry.url, `sections.${name}.url`), bytes, sha256: entry.sha256 };
}
