import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import { reasonOf } from "../output/folder.ts";

/** Which training it is of: a digest of all that decides its figures. */
export type TrainingKey = string;

const FILE = /^([0-9a-f]{16})\.[\w-]+\.bin$/;
const TEMPORARY = /^[0-9a-f]{16}\.[\w-]+\.bin\.\d+\.new$/;
const DIGEST_BYTES = 32;

/**
 * Finished jobs of a training, and how far unfinished ones are, as files in a folder: `<key>.<job>.bin`, a digest before what v8
 * serialises. A file that is cut, changed or of another training is as good as none.
 */
export class Checkpoint {
  readonly #folder: string;
  readonly #key: TrainingKey;
  readonly #onNote: (note: string) => void;

  /** `onNote` hears, in a sentence, what could not be used or kept. */
  constructor(folder: string, key: TrainingKey, onNote: (note: string) => void) {
    this.#folder = folder;
    this.#key = key;
    this.#onNote = onNote;
  }

  /** Whether the folder holds files of other trainings and none of this one. */
  get isForeign(): boolean {
    const keys = namesIn(this.#folder).flatMap((name) => FILE.exec(name)?.[1] ?? []);
    return keys.length > 0 && !keys.includes(this.#key.slice(0, 16));
  }

  /** What `write` was last given for the job, typed arrays and all; undefined where there is nothing of use. */
  read(job: string): unknown {
    const path = this.#path(job);
    try {
      const bytes = readFileSync(path);
      const content = bytes.subarray(DIGEST_BYTES);
      if (this.#digest(job, content).equals(bytes.subarray(0, DIGEST_BYTES))) return deserialize(content);
    } catch (error) {
      // The cast: Node's own errors carry what happened in `code`.
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    }
    this.#onNote(`the checkpoint ${path} is damaged: its part of the training is done again`);
    return undefined;
  }

  /** Whole or not at all. */
  write(job: string, value: unknown): void {
    const path = this.#path(job);
    const temporary = `${path}.${process.pid}.new`;
    try {
      mkdirSync(this.#folder, { recursive: true });
      const content = serialize(value);
      writeFileSync(temporary, this.#digest(job, content));
      writeFileSync(temporary, content, { flag: "a" });
      renameSync(temporary, path);
    } catch (error) {
      this.#onNote(`the checkpoint ${path} cannot be written (${reasonOf(error)}): a killed run would lose this part`);
    }
  }

  #path(job: string): string {
    return join(this.#folder, `${this.#key.slice(0, 16)}.${job}.bin`);
  }

  #digest(job: string, content: Uint8Array): Buffer {
    return createHash("sha256").update(`${this.#key} ${job} `).update(content).digest();
  }
}

/** Removes the checkpoints in a folder, and the folder where nothing else is in it. */
export function removeCheckpoints(folder: string): void {
  const names = namesIn(folder);
  for (const name of names) if (FILE.test(name) || TEMPORARY.test(name)) rmSync(join(folder, name), { force: true });
  if (names.length > 0 && namesIn(folder).length === 0) rmdirSync(folder);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // there is none yet
  }
}
