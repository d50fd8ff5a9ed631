import { DataError, type DataFile } from "../lab/data/file.ts";
import { ORIGINS } from "../lab/data/origins.ts";
import { InklingError } from "../src/core/errors.ts";
import { readSource } from "./files.ts";

/** Who lacks a file is told where such data comes from. */
export async function readData(path: string): Promise<DataFile> {
  try {
    return await readSource(path);
  } catch (error) {
    if (!(error instanceof InklingError)) throw error;
    throw new DataError(`${error.message}.\n${ORIGINS}`, { cause: error });
  }
}
