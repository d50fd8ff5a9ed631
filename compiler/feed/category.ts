import { LIMITS } from "../input/limits.ts";
import { firstOf, textOf } from "../input/values.ts";
import { FIELDS } from "./fields.ts";
import { cut, plainText } from "./text.ts";

/** What separates levels: feeds of Google's and Shopify's shape use ">" alone, JSON "/" as well. */
export type PathMark = RegExp;

export interface CategoryReading {
  /** From the top; empty when the row has none. */
  readonly path: readonly string[];
  /** The lowest levels of the row's further categories. */
  readonly others: readonly string[];
  /** Google's number of a category, which has no words in it. */
  readonly number: string;
}

/** The row's category: the first path of the first field that gives one in words. */
export function readCategory(fields: ReadonlyMap<string, unknown>, mark: PathMark): CategoryReading {
  const paths = FIELDS.category.flatMap((name) => pathsOf(fields.get(name), mark)).filter((path) => path.length > 0);
  const [path, ...others] = paths.filter((one) => !isNumber(one));
  const style = levels([textOf(firstOf(fields, FIELDS.subcategory))]);
  const top = path ?? [];
  const whole = top.length < 2 && !same(top.at(-1), style[0]) ? [...top, ...style] : top;
  return {
    path: whole,
    others: [...others.map((other) => other.at(-1)!), ...style].filter((level) => !whole.includes(level)),
    number: paths.find(isNumber)?.[0] ?? "",
  };
}

function isNumber(path: readonly string[]): boolean {
  return path.length === 1 && /^\d+$/.test(path[0]!);
}

function same(a: string | undefined, b: string | undefined): boolean {
  return a?.toLowerCase() === b?.toLowerCase();
}

/** A text is one path, or several between commas when each has levels; a list is a path of names or a list of paths. */
function pathsOf(value: unknown, mark: PathMark): string[][] {
  if (!Array.isArray(value)) return textPaths(textOf(value), mark);
  if (value.some((one) => Array.isArray(one)))
    return value.map((one) => levels([one].flat().map((level) => textOf(level))));
  const texts = value.map((one) => textOf(one));
  if (texts.some((text) => mark.test(text))) return texts.flatMap((text) => textPaths(text, mark));
  return [levels(texts)];
}

function textPaths(text: string, mark: PathMark): string[][] {
  if (text === "") return [];
  const plain = plainText(text);
  const parts = plain.split(",");
  const several = parts.length > 1 && parts.every((part) => part.includes(">"));
  return (several ? parts : [plain]).map((part) => levels(part.split(mark)));
}

function levels(names: readonly string[]): string[] {
  return names
    .map((name) => cut(plainText(name), LIMITS.categoryChars))
    .filter((name) => name !== "")
    .slice(0, LIMITS.categoryLevels);
}
