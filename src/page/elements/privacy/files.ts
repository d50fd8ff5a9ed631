import type { ExportFile } from "../../../core/bridge/protocol.ts";
import { isSealed, seal, unseal } from "./sealed.ts";

/** More than an export of the most events can be. */
const MOST_BYTES = 20_000_000;

/** Has the browser save a file of the shopper's own; with a passphrase, one that nothing else opens. */
export async function saveFile(file: ExportFile, passphrase?: string): Promise<void> {
  const inside = passphrase === undefined ? file : await seal(JSON.stringify(file), passphrase);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(inside, null, 2)], { type: "application/json" }));
  const suffix = passphrase === undefined ? "" : "-encrypted";
  link.download = `inkling-export-${new Date(file.at).toISOString().slice(0, 10)}${suffix}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** What is in a saved file, or the word that says why it cannot be had. */
export async function openFile(
  given: File,
  passphrase: string,
): Promise<{ readonly file: unknown } | "bad_file" | "bad_pass"> {
  if (given.size > MOST_BYTES) return "bad_file";
  const file = parsed(await given.text());
  if (!isSealed(file)) return file === undefined ? "bad_file" : { file };
  const text = await unseal(file, passphrase).catch(() => undefined);
  return text === undefined ? "bad_pass" : { file: parsed(text) };
}

/** Undefined where it is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
