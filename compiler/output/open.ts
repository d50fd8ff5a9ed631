import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Aliases, decodeAliases } from "../../src/core/catalogue/aliases.ts";
import { type DisplaySection, decodeDisplay } from "../../src/core/catalogue/display.ts";
import { type Manifest, parseManifest, type SectionName } from "../../src/core/catalogue/manifest.ts";
import { FormatError } from "../../src/core/errors.ts";
import { CatalogueError } from "../errors.ts";
import { NODE_TEXT, sha256 } from "../platform.ts";
import { MANIFEST_FILE, reasonOf } from "./folder.ts";

/** A catalogue on disk, as far as renewing prices and stock needs it. */
export interface OpenCatalogue {
  readonly manifest: Manifest;
  readonly aliases: Aliases;
  readonly display: DisplaySection;
}

/** Throws CatalogueError, which says what to run, when the folder holds no catalogue or a damaged one. */
export function openCatalogue(folder: string): OpenCatalogue {
  try {
    const manifest = parseManifest(readFileSync(join(folder, MANIFEST_FILE), "utf8"));
    const { products } = manifest.counts;
    const aliases = decodeAliases(readSection(folder, manifest, "aliases"), NODE_TEXT, products);
    return {
      manifest,
      aliases,
      display: decodeDisplay(readSection(folder, manifest, "display"), NODE_TEXT, aliases.ids),
    };
  } catch (cause) {
    // The cast: Node's own errors carry what happened in `code`.
    const { code } = cause as NodeJS.ErrnoException;
    if (!(cause instanceof FormatError) && code === undefined) throw cause;
    const what = code === "ENOENT" ? "holds no whole catalogue" : `holds a damaged catalogue (${reasonOf(cause)})`;
    throw new CatalogueError(`${folder} ${what}: build it first, with inkling build FEED -o ${folder}`, { cause });
  }
}

function readSection(folder: string, manifest: Manifest, name: SectionName): Uint8Array {
  const { url, sha256: expected } = manifest.sections[name];
  const bytes = readFileSync(join(folder, url));
  if (sha256(bytes) !== expected) throw new FormatError(`${url} is not the file that ${MANIFEST_FILE} names`);
  return bytes;
}
