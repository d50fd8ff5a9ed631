import type { Attribute, Product } from "../../compiler/product.ts";
import { bareProduct } from "./bare-product.ts";
import { byTime, columnOf, type DataFile, linesOf, timeOf } from "./file.ts";

/** RecBole's atomic files: tab-separated, every column of the header as `name:type`. (recbole.io/docs, Atomic Files) */
export function isRecBole(header: string, column: "user_id" | "item_id"): boolean {
  return header.split("\t").some((name) => name.startsWith(`${column}:`));
}

/** The items of each user in time order, from an `.inter` file. Ratings are not looked at: to rate is to have met. */
export function recBoleSequences(file: DataFile): string[][] {
  const { names, rows } = tableOf(file);
  const user = columnOf(names, ["user_id"], file.name);
  const item = columnOf(names, ["item_id"], file.name);
  const time = names.indexOf("timestamp");
  return byTime(
    rows.map(({ number, cells }) => ({
      owner: cells[user] ?? "",
      item: cells[item] ?? "",
      time: time < 0 ? 0 : timeOf(cells[time], file.name, number),
    })),
  );
}

/** Products from an `.item` file: its title, and every word of its other texts as an attribute. */
export function recBoleProducts(file: DataFile): Product[] {
  const { names, types, rows } = tableOf(file);
  const id = columnOf(names, ["item_id"], file.name);
  const title = names.findIndex((name) => /title|name/i.test(name));
  return rows.map(({ cells }) => {
    const attributes = names.flatMap((name, at): Attribute[] => {
      if (at === id || at === title || !types[at]!.startsWith("token")) return [];
      const values = types[at] === "token_seq" ? (cells[at] ?? "").split(" ") : [cells[at] ?? ""];
      return values.filter((value) => value !== "").map((value) => ({ name, value }));
    });
    return { ...bareProduct(cells[id] ?? ""), title: cells[title] ?? "", attributes };
  });
}

interface Table {
  readonly names: readonly string[];
  readonly types: readonly string[];
  readonly rows: readonly { readonly number: number; readonly cells: readonly string[] }[];
}

function tableOf(file: DataFile): Table {
  const [header, ...lines] = linesOf(file);
  const columns = (header?.text ?? "").split("\t").map((column) => column.split(":"));
  return {
    names: columns.map(([name]) => name ?? ""),
    types: columns.map(([, type]) => type ?? ""),
    rows: lines.map(({ number, text }) => ({ number, cells: text.split("\t") })),
  };
}
