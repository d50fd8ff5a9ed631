import { type Case, prefixes } from "../protocol.ts";
import { byTime, columnOf, DataError, type DataFile, type Line, linesOf, timeOf } from "./file.ts";

/** Training sessions of all files: one a line (`item item ...`), or a table with SessionId, ItemId and Time. */
export function readTraining(files: readonly DataFile[]): string[][] {
  return files.flatMap((file) => {
    const lines = linesOf(file);
    return isTable(lines) ? sessionsOf(file.name, lines) : lines.map(({ text }) => itemsOf(text));
  });
}

/** Questions of all files: one a line (`prefix ... | target`), or every step of the sessions of a table. */
export function readTest(files: readonly DataFile[]): Case[] {
  let shoppers = 0;
  return files.flatMap((file) => {
    const lines = linesOf(file);
    if (isTable(lines)) return sessionsOf(file.name, lines).flatMap((items) => prefixes(items, shoppers++));
    return lines.map((line) => question(file.name, line, shoppers++));
  });
}

const itemsOf = (text: string): string[] => text.trim().split(/\s+/);

/** A header with a tab: neither ids nor the bar of a question have one. */
function isTable([first]: readonly Line[]): boolean {
  return first?.text.includes("\t") === true;
}

function sessionsOf(name: string, [header, ...rows]: readonly Line[]): string[][] {
  const names = (header?.text ?? "").split("\t");
  const session = columnOf(names, ["sessionid", "session_id"], name);
  const item = columnOf(names, ["itemid", "item_id"], name);
  const time = columnOf(names, ["time", "timestamp"], name);
  return byTime(
    rows.map(({ number, text }) => {
      const cells = text.split("\t");
      return { owner: cells[session] ?? "", item: cells[item] ?? "", time: timeOf(cells[time], name, number) };
    }),
  );
}

function question(name: string, { number, text }: Line, shopper: number): Case {
  const [prefix = "", target = "", more] = text.split("|").map((part) => part.trim());
  if (prefix !== "" && target !== "" && more === undefined && !/\s/.test(target))
    return { shopper, history: itemsOf(prefix), target };
  throw new DataError(`${name}, line ${number} is no question: write "item item | target"`);
}
