import { type DataFile, linesOf } from "./file.ts";
import { isRecBole, recBoleSequences } from "./recbole.ts";

/** One list of items a user, in time order: from lines `user item item ...`, or from a RecBole `.inter` file. */
export function readSequences(file: DataFile): string[][] {
  const lines = linesOf(file);
  if (isRecBole(lines[0]?.text ?? "", "user_id")) return recBoleSequences(file);
  return lines.map(({ text }) => text.trim().split(/\s+/).slice(1));
}
