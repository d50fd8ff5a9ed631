import { statSync } from "node:fs";
import { join } from "node:path";
import type { Gate, HoldOut } from "../server/trainer/gate.ts";
import { readSource } from "./files.ts";

/** What an operator names of hold-out questions. */
export interface HoldOutFiles {
  /** The folder that the shop serves its catalogue from. */
  readonly catalogue: string;
  readonly history: readonly string[];
}

/**
 * The gate over these files, read now and again whenever one of them has changed: a newer history asks newer questions. Rejects where they cannot be
 * read, or ask nothing.
 */
export async function openGate(files: HoldOutFiles): Promise<Gate> {
  const { holdOutOf } = await import("../lab/hold-out/hold-out.ts");
  let known: { readonly stamp: string; readonly holdOut: HoldOut } | undefined;
  const gate: Gate = async () => {
    const stamp = stampOf(files);
    if (known?.stamp !== stamp) {
      const history = await Promise.all(files.history.map(readSource));
      known = { stamp, holdOut: await holdOutOf(files.catalogue, history) };
    }
    return known.holdOut;
  };
  await gate();
  return gate;
}

/** Changes when one of the files does. */
function stampOf({ catalogue, history }: HoldOutFiles): string {
  return [join(catalogue, "catalog.json"), ...history]
    .map((path) => {
      const { mtimeMs, size } = statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: 0, size: 0 };
      return `${mtimeMs} ${size}`;
    })
    .join(" ");
}
