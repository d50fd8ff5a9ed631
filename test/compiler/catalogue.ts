import { Buffer } from "node:buffer";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { buildCatalogue } from "../../compiler/build.ts";
import type { BuildOptions, SourceFile } from "../../compiler/options.ts";
import { NODE_TEXT, sha256 } from "../../compiler/platform.ts";
import type { BuildReport } from "../../compiler/report.ts";
import { type Aliases, decodeAliases } from "../../src/core/catalogue/aliases.ts";
import { type DisplaySection, decodeDisplay } from "../../src/core/catalogue/display.ts";
import { decodeLive, type LiveSection } from "../../src/core/catalogue/live.ts";
import { type Manifest, parseManifest, type SectionName } from "../../src/core/catalogue/manifest.ts";
import { decodeRanking, type Ranking } from "../../src/core/catalogue/ranking.ts";
import { NOW_MS } from "./feed/reading.ts";

/** A catalogue as a device sees it: fetched, checked and decoded. */
export interface Catalogue {
  readonly manifest: Manifest;
  readonly ranking: Ranking;
  readonly display: DisplaySection;
  readonly aliases: Aliases;
  readonly live: LiveSection;
}

/** A folder that is gone when the test is. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "inkling-build-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export const file = (name: string, text: string): SourceFile => ({ name, bytes: Buffer.from(text) });

/** Objects as a feed of JSON Lines. */
export const feedOf = (rows: readonly unknown[]): SourceFile =>
  file("feed.jsonl", rows.map((row) => JSON.stringify(row)).join("\n"));

export async function build(
  feed: SourceFile,
  options: Partial<BuildOptions> = {},
): Promise<{ report: BuildReport; catalogue: Catalogue; out: string }> {
  const out = options.out ?? temporaryFolder();
  const report = await buildCatalogue({ feed, nowMs: NOW_MS, ...options, out });
  return { report, catalogue: openCatalogue(out), out };
}

/** Throws when a section is not the file that the manifest names. */
export function openCatalogue(folder: string): Catalogue {
  const manifest = parseManifest(readFileSync(join(folder, "catalog.json"), "utf8"));
  const section = (name: SectionName): Uint8Array => {
    const { url, bytes, sha256: hash } = manifest.sections[name];
    const content = readFileSync(join(folder, url));
    if (content.length !== bytes || sha256(content) !== hash) throw new Error(`${url} is not what catalog.json names`);
    return content;
  };
  const ranking = decodeRanking(section("ranking"), NODE_TEXT);
  const aliases = decodeAliases(section("aliases"), NODE_TEXT, ranking.products);
  const display = decodeDisplay(section("display"), NODE_TEXT, aliases.ids);
  const live = decodeLive(readFileSync(join(folder, manifest.live.url)), display, NODE_TEXT);
  return { manifest, ranking, aliases, display, live };
}

export const files = (folder: string): string[] => readdirSync(folder).sort();

/** The neighbours of a product by id, in a channel. */
export function neighboursOf({ ranking, aliases }: Catalogue, channel: string, id: string): string[] {
  const graph = ranking.channels.find(({ name }) => name === channel)?.forward;
  const row = aliases.resolve(id);
  if (graph === undefined || row === undefined) return [];
  return [...graph.targets.subarray(graph.offsets[row], graph.offsets[row + 1])].map((to) => aliases.ids.at(to)).sort();
}
