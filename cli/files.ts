import { readFileSync } from "node:fs";
import type { SourceFile } from "../compiler/options.ts";
import { InklingError } from "../src/core/errors.ts";

/** A file named on the command line cannot be read. */
class FileError extends InklingError {
  static override readonly code: string = "file";
}

/** Stands for `-` where names of files are expected: the argument parser swallows a lone dash. */
const STDIN = "(standard input)";
const MOST_STDIN_BYTES = 1_000_000_000;

export function namedStdin(argv: readonly string[]): string[] {
  return argv.map((argument) => (argument === "-" ? STDIN : argument));
}

/** Throws FileError, in a sentence, for what cannot be read. */
export async function readSource(path: string): Promise<SourceFile> {
  return { name: path, bytes: path === STDIN ? await readStdin() : readFile(path) };
}

const PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: "does not exist: check the path",
  EISDIR: "is a folder: name the file in it",
  EACCES: "may not be read: check its permissions",
  ERR_FS_FILE_TOO_LARGE: "is larger than 2 GB: leave out fields or split it",
};

function readFile(path: string): Uint8Array {
  if (/^https?:\/\//i.test(path))
    throw new FileError(
      `${path} is an address: fetch it first, for example with curl -L ${path} | inkling build - -o FOLDER`,
    );
  try {
    return readFileSync(path);
  } catch (cause) {
    // The cast: Node's own errors carry what happened in `code`.
    const { code = "unknown reason" } = cause as NodeJS.ErrnoException;
    throw new FileError(`${path} ${PROBLEMS[code] ?? `cannot be read (${code})`}`, { cause });
  }
}

async function readStdin(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of process.stdin) {
    length += chunk.length;
    if (length > MOST_STDIN_BYTES)
      throw new FileError("standard input is larger than 1 GB: leave out fields or split it");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
