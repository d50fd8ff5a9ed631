import type { Product } from "../../compiler/product.ts";
import { leaveOneOut, nextItem, type Protocol, type Split } from "../protocol.ts";
import { DataError, type DataFile } from "./file.ts";
import { productsOf, readProducts } from "./products.ts";
import { readSequences } from "./sequences.ts";
import { readTest, readTraining } from "./sessions.ts";

/** The files of a dataset: sequences of users, or sessions to train on and sessions to ask about. */
export interface DatasetFiles {
  readonly items: DataFile | undefined;
  readonly sequences: DataFile | undefined;
  readonly train: readonly DataFile[];
  readonly test: readonly DataFile[];
}

export interface Dataset {
  readonly products: readonly Product[];
  readonly protocol: Protocol;
}

/** Reads a dataset under the protocol that its files stand for. Throws DataError or FeedError. */
export function readDataset(files: DatasetFiles, split: Split): Dataset {
  const protocol =
    files.sequences === undefined
      ? nextItem(readTraining(files.train), readTest(files.test), split)
      : leaveOneOut(readSequences(files.sequences), split);
  if (protocol.cases.length === 0)
    throw new DataError("the files ask nothing: sequences need three items or more, sessions two");
  return { products: files.items === undefined ? productsOf(protocol) : readProducts(files.items), protocol };
}
