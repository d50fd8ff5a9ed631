import { readDataset } from "../lab/data/dataset.ts";
import { sectionOf } from "../lab/federated/section.ts";
import { simulate } from "../lab/federated/simulate.ts";
import { jsonLine } from "../lab/report.ts";
import { readData } from "./dataset-files.ts";
import type { FederatedOptions } from "./federated-options.ts";
import { progressBar } from "./progress.ts";

/** `inkling simulate --sequences`: lets browsers learn together and prints what came of it. Throws InklingError for files that cannot be used. */
export async function federated(options: FederatedOptions): Promise<void> {
  const { items, sequences, json } = options;
  const files = {
    items: items === undefined ? undefined : await readData(items),
    sequences: await readData(sequences),
    train: [],
    test: [],
  };
  const bar = progressBar(process.stderr);
  try {
    const onProgress = (stage: string, share: number): void => bar.show({ stage, share });
    const simulation = await simulate(readDataset(files, "test"), { ...options, onProgress });
    bar.clear();
    console.log(json ? jsonLine(simulation) : sectionOf(simulation));
  } finally {
    bar.clear();
  }
}
