import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type Manifest, parseManifest, SECTION_NAMES, sectionEntries } from "../../src/core/catalogue/manifest.ts";
import { FormatError } from "../../src/core/errors.ts";
import { OutputError } from "../errors.ts";
import { LIVE_FILE, type Pack } from "../pack.ts";
import { uninterrupted } from "./uninterrupted.ts";

export const MANIFEST_FILE = "catalog.json";
const SECTION_FILE = /^(?:ranking|display|aliases|model)\.[0-9a-f]{16}\.bin$/;
const STAGING_PREFIX = ".inkling-";

/**
 * Writes a pack so that whoever reads the folder meanwhile gets the old catalogue or the new one, whole: everything is
 * written aside and then renamed, catalog.json last. Sections of the catalogue before stay, for pages that have its
 * catalog.json already; older ones go. Throws OutputError when the folder cannot be written to.
 */
export function writePack(folder: string, pack: Pack): void {
  const before = readManifest(folder);
  const { sections } = pack.manifest;
  writeAll(folder, [
    ...SECTION_NAMES.map((name) => [sections[name].url, pack.sections[name]] as const),
    ...(sections.model === undefined || pack.model === undefined ? [] : [[sections.model.url, pack.model] as const]),
    [LIVE_FILE, pack.live],
    [MANIFEST_FILE, `${JSON.stringify(pack.manifest, undefined, 2)}\n`],
  ]);
  const names = (manifest: Manifest): string =>
    sectionEntries(manifest)
      .map(({ url }) => url)
      .join();
  if (before === undefined || names(pack.manifest) !== names(before)) sweep(folder, pack, before);
}

export function writeLive(folder: string, live: Uint8Array): void {
  writeAll(folder, [[LIVE_FILE, live]]);
}

/** The folder's manifest; undefined when there is none that this Inkling can read. */
function readManifest(folder: string): Manifest | undefined {
  try {
    return parseManifest(readFileSync(join(folder, MANIFEST_FILE), "utf8"));
  } catch (error) {
    // The cast: Node's own errors carry what happened in `code`.
    if (error instanceof FormatError || (error as NodeJS.ErrnoException).code !== undefined) return undefined;
    throw error;
  }
}

function writeAll(folder: string, files: readonly (readonly [name: string, content: Uint8Array | string])[]): void {
  try {
    makeFolder(folder);
    uninterrupted(() => {
      const staging = mkdtempSync(join(folder, STAGING_PREFIX));
      try {
        for (const [name, content] of files) writeFileSync(join(staging, name), content);
        for (const [name] of files) renameSync(join(staging, name), join(folder, name));
      } finally {
        rmSync(staging, { recursive: true, force: true });
      }
    });
  } catch (cause) {
    throw new OutputError(`${folder} cannot be written to (${reasonOf(cause)})`, { cause });
  }
}

/**
 * Throws OutputError when the folder could not be written to, without touching anything: better known before minutes of
 * work than after.
 */
export function checkFolder(folder: string): void {
  let at = resolve(folder);
  while (!existsSync(at) && dirname(at) !== at) at = dirname(at);
  try {
    if (!statSync(at).isDirectory()) throw new Error(`${at} is a file`);
    accessSync(at, constants.W_OK);
  } catch (cause) {
    throw new OutputError(`${folder} cannot be written to (${reasonOf(cause)})`, { cause });
  }
}

/** By hand: where a folder's parent exists and yet it cannot be made (/proc), Node's `recursive` tries for ever. */
function makeFolder(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return;
  const parent = dirname(folder);
  if (parent !== folder) makeFolder(parent);
  mkdirSync(folder);
}

function sweep(folder: string, pack: Pack, before: Manifest | undefined): void {
  const kept = [pack.manifest, before].flatMap((manifest) =>
    manifest === undefined ? [] : sectionEntries(manifest).map(({ url }) => url),
  );
  for (const name of readdirSync(folder))
    if (SECTION_FILE.test(name) && !kept.includes(name)) rmSync(join(folder, name), { force: true });
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/^[A-Z]+: /, "") : String(error);
}
