import type { Database } from "./database.ts";
import { BOUNDS, checkLength, checkSectionBytes, MAX_MANIFEST_LENGTH } from "./limits.ts";
import { owned } from "./owned.ts";
import { parseLive, parseManifest, parseSection } from "./parse.ts";
import type { WriteTransaction } from "./schema.ts";
import type { Live, Manifest } from "./store.ts";

/** The catalogue's files in IndexedDB, so that a second visit downloads nothing. */
export class CatalogueTable {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  section(hash: string): Promise<Uint8Array | undefined> {
    return readSection(this.#database, hash);
  }

  async putSection(hash: string, bytes: Uint8Array, keep: readonly string[]): Promise<void> {
    checkLength("the section's hash", hash.length, BOUNDS.keyLength);
    await this.#database.write(["sections"], "relaxed", async (tx) => {
      const otherBytes = await removeUnused(tx, hash, new Set(keep));
      checkSectionBytes(otherBytes + bytes.length);
      await tx.objectStore("sections").put({ bytes: owned(bytes), sizeBytes: bytes.length }, hash);
    });
  }

  manifest(): Promise<Manifest | undefined> {
    return readManifest(this.#database);
  }

  async putManifest(text: string, atMs: number): Promise<void> {
    checkLength("the manifest", text.length, MAX_MANIFEST_LENGTH);
    await this.#putFile("manifest", { text, atMs });
  }

  async live(): Promise<Live | undefined> {
    return parseLive(await file(this.#database, "live"));
  }

  async putLive(bytes: Uint8Array, atMs: number): Promise<void> {
    checkLength("the live file", bytes.length, BOUNDS.liveBytes);
    await this.#putFile("live", { bytes: owned(bytes), atMs });
  }

  async #putFile(name: "manifest" | "live", file: Manifest | Live): Promise<void> {
    await this.#database.write(["catalogue"], "relaxed", (tx) => tx.objectStore("catalogue").put(file, name));
  }
}

export async function readSection(database: Database, hash: string): Promise<Uint8Array | undefined> {
  return parseSection(await database.read(["sections"], (tx) => tx.objectStore("sections").get(hash)));
}

export async function readManifest(database: Database): Promise<Manifest | undefined> {
  return parseManifest(await file(database, "manifest"));
}

const file = (database: Database, name: "manifest" | "live"): Promise<unknown> =>
  database.read(["catalogue"], (tx) => tx.objectStore("catalogue").get(name));

/** Gives the bytes of the sections that stay, the one about to be put aside; by the index alone, no section is read. */
async function removeUnused(tx: WriteTransaction, hash: string, keep: ReadonlySet<string>): Promise<number> {
  const sections = tx.objectStore("sections");
  let otherBytes = 0;
  let cursor = await sections.index("sizeBytes").openKeyCursor();
  while (cursor !== null) {
    if (cursor.primaryKey !== hash) {
      if (keep.has(cursor.primaryKey)) otherBytes += cursor.key;
      else await sections.delete(cursor.primaryKey);
    }
    cursor = await cursor.continue();
  }
  return otherBytes;
}
