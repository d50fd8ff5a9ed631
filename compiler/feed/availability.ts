import { textOf } from "../input/values.ts";

/** Spellings without case, spaces and signs. What can be ordered is in stock, though it ships later. */
const WORDS: Readonly<Record<string, boolean>> = {
  instock: true,
  in: true,
  available: true,
  availablefororder: true,
  limitedavailability: true,
  lowstock: true,
  instoreonly: true,
  onlineonly: true,
  preorder: true,
  presale: true,
  backorder: true,
  onbackorder: true,
  availableonbackorder: true,
  madetoorder: true,
  yes: true,
  y: true,
  true: true,
  outofstock: false,
  oos: false,
  out: false,
  soldout: false,
  notavailable: false,
  unavailable: false,
  notinstock: false,
  discontinued: false,
  reserved: false,
  no: false,
  n: false,
  false: false,
};

/** Whether it can be bought: by a word, a yes or no, an address such as schema.org/InStock, or a number of pieces. */
export function readAvailability(value: unknown): boolean | undefined {
  const text = textOf(value);
  if (/^[+-]?\d+([.,]\d+)?$/.test(text)) return Number(text.replace(",", ".")) > 0;
  const word = (/^https?:\/\/\S*\/(\w+)$/.exec(text)?.[1] ?? text).toLowerCase().replace(/[^\p{L}]/gu, "");
  return Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
}
