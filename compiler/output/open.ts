import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Aliases, decodeAliases } from "../../src/core/catalogue/aliases.ts";
import { type DisplaySection, decodeDisplay } from "../../src/core/catalogue/display.ts";
import { decodeLearned, type Learned } from "../../src/core/catalogue/learned.ts";
import { type Manifest, parseManifest, type SectionEntry } from "../../src/core/catalogue/manifest.ts";
import { decodeRanking, type Ranking } from "../../src/core/catalogue/ranking.ts";
import { FormatError } from "../../src/core/errors.ts";
import { FEATURES } from "../../src/core/rank/features.ts";
import { CatalogueError } from "../errors.ts";
import { NODE_TEXT, sha256 } from "../platform.ts";
import { MANIFEST_FILE, reasonOf } from "./folder.ts";

/** A catalogue on disk, as far as renewing prices and stock needs it. */
export interface OpenCatalogue {
  readonly manifest: Manifest;
  readonly aliases: Aliases;
  readonly display: DisplaySection;
}

/** A catalogue on disk, as far as ranking needs it. */
export interface RankedCatalogue {
  readonly manifest: Manifest;
  readonly aliases: Aliases;
  readonly ranking: Ranking;
  /** Undefined where the shop has trained nothing. */
  readonly learned: Learned | undefined;
}

/** Throws CatalogueError, which says what to run, when the folder holds no catalogue or a damaged one. */
export function openCatalogue(folder: string): OpenCatalogue {
  return opened(folder, (manifest) => {
    const aliases = decodeAliases(readSection(folder, manifest.sections.aliases), NODE_TEXT, manifest.counts.products);
    const display = decodeDisplay(readSection(folder, manifest.sections.display), NODE_TEXT, aliases.ids);
    return { manifest, aliases, display };
  });
}

/** Throws CatalogueError, as openCatalogue does. */
export function openRanked(folder: string): RankedCatalogue {
  return opened(folder, (manifest) => {
    const { sections, counts } = manifest;
    const ranking = decodeRanking(readSection(folder, sections.ranking), NODE_TEXT);
    const aliases = decodeAliases(readSection(folder, sections.aliases), NODE_TEXT, counts.products);
    const model = sections.model && readSection(folder, sections.model);
    const learned = model && decodeLearned(model, FEATURES.length, counts.products);
    return { manifest, aliases, ranking, learned };
  });
}

function opened<T>(folder: string, read: (manifest: Manifest) => T): T {
  try {
    return read(parseManifest(readFileSync(join(folder, MANIFEST_FILE), "utf8")));
  } catch (cause) {
    // The cast: Node's own errors carry what happened in `code`.
    const { code } = cause as NodeJS.ErrnoException;
    if (!(cause instanceof FormatError) && code === undefined) throw cause;
    const what = code === "ENOENT" ? "holds no whole catalogue" : `holds a damaged catalogue (${reasonOf(cause)})`;
    throw new CatalogueError(`${folder} ${what}: build it first, with inkling build FEED -o ${folder}`, { cause });
  }
}

function readSection(folder: string, { url, sha256: expected }: SectionEntry): Uint8Array {
  const bytes = readFileSync(join(folder, url));
  if (sha256(bytes) !== expected) throw new FormatError(`${url} is not the file that ${MANIFEST_FILE} names`);
  return bytes;
}
