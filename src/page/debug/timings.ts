/** One of Inkling's files that the page has loaded; what workers load themselves, only they see. */
export interface LoadedFile {
  readonly name: string;
  /** Since the page began. */
  readonly atMs: number;
  readonly tookMs: number;
}

export interface Timings {
  /** How long the engine took to answer, seen from the page. */
  readonly statusMs: number;
  readonly rankMs?: number;
  readonly files: readonly LoadedFile[];
}

/** Held to what the build makes by test/debug-files.test.ts. */
const NAMES =
  /^(?:inkling|client|consent|sources|ga4|json-ld|woocommerce|shopify|elements|privacy(?:-\w+)?|learned|learning|contributing|debug|(?:engine|learner|reporter)\.worker|engine\.worker\.classic)\.js$/;

/** What came from beside this file, by the names that releases have; a bundler gives others. */
export function filesLoaded(): readonly LoadedFile[] {
  const folder = new URL(".", import.meta.url).href;
  // A file that a page has preloaded comes twice, the second time from memory.
  const files = new Map<string, LoadedFile>();
  for (const { name: address, startTime, duration } of performance.getEntriesByType("resource")) {
    const [name = ""] = address.replace(folder, "").split(/[?#]/);
    if (address.startsWith(folder) && NAMES.test(name) && !files.has(name))
      files.set(name, { name, atMs: startTime, tookMs: duration });
  }
  return [...files.values()];
}
