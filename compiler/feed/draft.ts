import { LIMITS } from "../input/limits.ts";
import type { Attribute, Price, Product, Variant } from "../product.ts";
import { ADULTS_ONLY } from "../sensitive.ts";
import type { Entry } from "./entry.ts";
import { titleStem } from "./title-stem.ts";

/** A product while its rows come in: of each field the first row that has it counts. */
export interface Draft {
  readonly id: string;
  readonly line: number;
  readonly titles: string[];
  description: string;
  brand: string;
  category: readonly string[];
  image: string;
  url: string;
  hidden: string;
  isAdult: boolean;
  readonly attributes: Attribute[];
  readonly keywords: string[];
  readonly aliases: string[];
  readonly variants: Variant[];
  readonly listPrices: (Price | undefined)[];
}

export function emptyDraft(entry: Entry): Draft {
  return {
    id: entry.productId,
    line: entry.line,
    titles: [],
    description: "",
    brand: "",
    category: [],
    image: "",
    url: "",
    hidden: "",
    isAdult: false,
    attributes: [],
    keywords: [],
    aliases: [],
    variants: [],
    listPrices: [],
  };
}

export function merge(draft: Draft, entry: Entry): void {
  if (entry.title !== "") draft.titles.push(entry.title);
  draft.description ||= entry.description;
  draft.brand ||= entry.brand;
  draft.image ||= entry.image;
  draft.url ||= entry.url;
  draft.hidden ||= entry.hidden;
  draft.isAdult ||= entry.isAdult;
  if (draft.category.length === 0) draft.category = entry.category;
  draft.attributes.push(...entry.attributes);
  draft.keywords.push(...entry.keywords);
  draft.aliases.push(...entry.productAliases);
  draft.variants.push(entry.variant);
  draft.listPrices.push(entry.listPrice);
}

export function productOf(draft: Draft): Product {
  const { id, description, brand, category, image, url, variants, isAdult } = draft;
  const cheapest = cheapestOf(variants);
  return {
    id,
    title: titleStem(draft.titles),
    description,
    brand,
    // What is marked as sensitive is a category: these products of one are a category of their own below it.
    category: isAdult ? [...category, ADULTS_ONLY] : category,
    attributes: distinctAttributes(draft.attributes),
    keywords: [...new Set(draft.keywords)].slice(0, LIMITS.keywords),
    image,
    url,
    price: variants[cheapest]?.price,
    listPrice: draft.listPrices[cheapest],
    inStock: variants.some((variant) => variant.inStock),
    variants,
    aliases: [...new Set(draft.aliases)].filter((alias) => alias !== id),
  };
}

/** The position of the cheapest variant with a price in stock, or of the cheapest when none is; -1 without prices. */
function cheapestOf(variants: readonly Variant[]): number {
  let best = -1;
  variants.forEach((variant, at) => {
    if (variant.price !== undefined && (best < 0 || isBetter(variant, variants[best]!))) best = at;
  });
  return best;
}

function isBetter(one: Variant, than: Variant): boolean {
  if (one.inStock !== than.inStock) return one.inStock;
  return one.price!.amount < than.price!.amount;
}

/** Each name and value once, whatever their case, as first written. */
function distinctAttributes(attributes: readonly Attribute[]): Attribute[] {
  const seen = new Map<string, Attribute>();
  for (const attribute of attributes) {
    const key = `${attribute.name}\0${attribute.value.toLowerCase()}`;
    if (!seen.has(key)) seen.set(key, attribute);
  }
  return [...seen.values()].slice(0, LIMITS.attributes);
}
