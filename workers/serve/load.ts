import type { Digest, TextCodec } from "../../src/core/bytes.ts";
import { type DisplaySection, displaySteps } from "../../src/core/catalogue/display.ts";
import {
  catalogueVersion,
  type Manifest,
  parseManifest,
  SECTION_NAMES,
  type SectionEntry,
  sectionEntries,
} from "../../src/core/catalogue/manifest.ts";
import { ALWAYS_SENSITIVE, sensitiveOf } from "../../src/core/catalogue/sensitive.ts";
import { FetchError } from "../../src/core/errors.ts";
import type { Known } from "../../src/core/event/stored.ts";
import { categoriesOf, namedIn } from "../../src/core/rank/categories.ts";
import { additive, type Moment, type Rescore } from "../../src/core/rank/moment.ts";
import type { Prepared } from "../../src/core/rank/prepared.ts";
import { unpack } from "../../src/core/rank/unpack.ts";
import type { Steps } from "../../src/core/steps.ts";
import type { FileOf } from "./fetch.ts";
import type { LearnedParts } from "./parts.ts";

/** Where sections and manifests survive the page: the store, or nowhere. */
export interface Shelf {
  section(hash: string): Promise<Uint8Array | undefined>;
  putSection(hash: string, bytes: Uint8Array, keep: readonly string[]): Promise<void>;
  manifest(): Promise<{ readonly text: string; readonly atMs: number } | undefined>;
  putManifest(text: string, atMs: number): Promise<void>;
  live(): Promise<{ readonly bytes: Uint8Array; readonly atMs: number } | undefined>;
  putLive(bytes: Uint8Array, atMs: number): Promise<void>;
}

export interface Means {
  readonly file: FileOf;
  readonly shelf: Shelf;
  readonly text: TextCodec;
  /** Undefined where the platform has none (plain http): the catalogue is then as trustworthy as the page itself. */
  readonly digest: Digest | undefined;
  readonly now: () => number;
  /** Does the work, all at once or in slices. */
  pace<T>(steps: Steps<T>): T | Promise<T>;
  /** Resolves with undefined where they cannot be loaded; undefined where there is no time to rank with what a shop ships of them. */
  readonly learnedParts: (() => Promise<LearnedParts | undefined>) | undefined;
}

/** A catalogue in memory, ready to rank with. */
export interface Loaded extends Known {
  readonly manifest: Manifest;
  readonly prepared: Prepared;
  readonly display: DisplaySection;
  readonly rescore: Rescore;
  /** As in Moment. */
  readonly refused?: Moment["refused"];
  /** Names this version of the catalogue, all sections of it, and what this device has beside it. */
  readonly version: string;
  /** The published model that is ranked with, where one is. */
  readonly shared?: { readonly version: number; readonly hash: string };
}

const MAX_MANIFEST_BYTES = 1_000_000;

/** A manifest, and when a device has fetched it. */
export interface Dated {
  readonly manifest: Manifest;
  readonly atMs: number;
}

/** As fetched; kept only once its sections are here, since half an upload must not cost what there was. */
interface Fetched extends Dated {
  readonly text: string;
}

const readManifest = (text: string): Manifest => ({ ...parseManifest(text), sensitive: sensitiveOf(text) });

export async function fetchManifest(means: Means, url: string): Promise<Fetched> {
  const text = means.text.decode(await means.file(url, MAX_MANIFEST_BYTES, "no-cache"));
  return { manifest: readManifest(text), text, atMs: means.now() };
}

/** The address is kept with the manifest: another path of the shop has its own. */
export async function keepManifest(means: Means, url: string, { text, atMs }: Fetched): Promise<void> {
  await means.shelf.putManifest(`${url}\n${text}`, atMs).catch(ignore);
}

/** The manifest of `url` as kept; undefined when there is none, or none of this release. */
export async function keptManifest(means: Means, url: string): Promise<Dated | undefined> {
  const kept = await means.shelf.manifest().catch(ignore);
  if (kept === undefined || !kept.text.startsWith(`${url}\n`)) return undefined;
  try {
    return { manifest: readManifest(kept.text.slice(url.length + 1)), atMs: kept.atMs };
  } catch {
    return undefined; // written by another release: the network has a better one
  }
}

/**
 * Sections from the store where they are kept, from the network where not; each is checked against its SHA-256. Those
 * fetched are kept once all are here and decoded: they take the place of the catalogue before.
 */
export async function loadSections(means: Means, url: string, manifest: Manifest): Promise<Loaded> {
  const shipped = means.learnedParts && manifest.sections.model;
  const learnedComes =
    shipped && Promise.all([section(means, url, shipped, "model").catch(ignore), means.learnedParts()]);
  const files = await Promise.all(SECTION_NAMES.map((name) => section(means, url, manifest.sections[name], name)));
  // An improvement: where it cannot be had, or is another release's, ranking goes on without.
  const [model, parts] = (await learnedComes) ?? [];
  const sections = files.map(({ bytes }) => bytes);
  const loaded = await means.pace(unpacked(manifest, sections, means.text, parts, model?.bytes));
  const keep = hashesOf(manifest);
  for (const { bytes, sha256, isNew } of model === undefined ? files : [...files, model])
    if (isNew) await means.shelf.putSection(sha256, bytes, keep).catch(ignore);
  return loaded;
}

/** `sections` in the order of SECTION_NAMES. */
function* unpacked(
  manifest: Manifest,
  sections: readonly Uint8Array[],
  text: TextCodec,
  parts: LearnedParts | undefined,
  model: Uint8Array | undefined,
): Steps<Loaded> {
  const [ranking, display, aliasBytes] = sections as [Uint8Array, Uint8Array, Uint8Array];
  const prepared = yield* unpack(ranking, aliasBytes, text, (products) => model && parts?.prepare(model, products));
  const { aliases, ranking: products } = prepared;
  const marked = new Set(manifest.sensitive?.flatMap((name) => [...categoriesOf(products.categories, name)]));
  return {
    manifest,
    isKnown: (id = "") => aliases.resolve(id) !== undefined,
    isSensitive(id = "") {
      const item = marked.size === 0 ? undefined : aliases.resolve(id);
      return item !== undefined && marked.has(products.categoryOf[item]! - 1);
    },
    isNamedSensitive: namedIn([...ALWAYS_SENSITIVE, ...(manifest.sensitive ?? [])]),
    prepared,
    rescore: parts?.rescore ?? additive,
    display: yield* displaySteps(display, text, aliases.ids),
    version: versionOf(manifest),
  };
}

/** Names a catalogue by all that is in it, what was learned and marked too. */
export function versionOf({ sections, sensitive = [] }: Manifest): string {
  return `${catalogueVersion(sections)}${sections.model?.sha256 ?? ""}${sensitive}`;
}

/** Names the model that a training begins with: the hash of the shop's, or "zero". */
export const originOf = ({ prepared, manifest }: Pick<Loaded, "prepared" | "manifest">): string =>
  (prepared.learned?.head ?? prepared.learned?.encoder) === undefined
    ? "zero"
    : (manifest.sections.model?.sha256 ?? "zero");

/** Names that and the published model, where there is one, on top of which it was trained. */
export const trainedFrom = (
  loaded: Pick<Loaded, "prepared" | "manifest">,
  shared: { readonly hash: string } | undefined,
): string => originOf(loaded) + (shared ? `@${shared.hash}` : "");

const hashesOf = (manifest: Manifest): string[] => sectionEntries(manifest).map(({ sha256 }) => sha256);

interface SectionFile {
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly isNew: boolean;
}

async function section(
  means: Means,
  url: string,
  { sha256, bytes: size, url: relative }: SectionEntry,
  name: string,
): Promise<SectionFile> {
  const kept = await keptSection(means, sha256);
  if (kept !== undefined) return { bytes: kept, sha256, isNew: false };
  const bytes = await means.file(new URL(relative, url).href, size, "default");
  if (await isIntact(means, bytes, sha256)) return { bytes, sha256, isNew: true };
  throw new FetchError(
    `the catalogue's ${name} section is not what catalog.json promises: upload the whole folder again`,
  );
}

/** As it is kept, and still what the manifest promised. */
export async function keptSection(
  means: { readonly shelf: Pick<Shelf, "section">; readonly digest: Digest | undefined },
  sha256: string,
): Promise<Uint8Array | undefined> {
  const kept = await means.shelf.section(sha256).catch(ignore);
  return kept !== undefined && (await isIntact(means, kept, sha256)) ? kept : undefined;
}

/** Carries the catalogue kept in one place over to another, so that it need not be fetched again. */
export async function moveCatalogue(from: Shelf, to: Shelf): Promise<void> {
  const [manifest, live] = await Promise.all([from.manifest(), from.live()]);
  if (manifest === undefined) return;
  const keep = hashesOf(parseManifest(manifest.text.slice(manifest.text.indexOf("\n") + 1)));
  for (const hash of keep) {
    const bytes = await from.section(hash);
    if (bytes !== undefined) await to.putSection(hash, bytes, keep);
  }
  await to.putManifest(manifest.text, manifest.atMs);
  if (live !== undefined) await to.putLive(live.bytes, live.atMs);
}

async function isIntact({ digest }: Pick<Means, "digest">, bytes: Uint8Array, sha256: string): Promise<boolean> {
  return digest === undefined || (await digest(bytes)) === sha256;
}

/** What cannot be kept is fetched again next time. */
function ignore(): undefined {
  return undefined;
}
