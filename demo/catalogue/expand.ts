import { type PictureKey, POSES } from "../pictures/address.ts";
import { DEPARTMENTS } from "./departments/all.ts";
import type { Good, GoodVariant } from "./goods.ts";
import type { Brand, Department, Kind } from "./grammar.ts";
import { shelfPrice } from "./prices.ts";
import { type Draw, deck, seeded } from "./random.ts";
import { sizesOf } from "./sizes.ts";
import { slug } from "./slug.ts";

const OUT_OF_STOCK = 0.035;
const SIZE_OUT_OF_STOCK = 0.1;
const ON_SALE = 0.14;
/** How fast sales fall from the best of a kind to the last. */
const SKEW = 0.75;
const TRIES = 200;

interface Wording {
  readonly title: string;
  readonly brand: string;
  readonly slots: Readonly<Record<string, string>>;
  /** What a drawn word says about the picture. */
  readonly look: string | undefined;
  /** What the drawn words make of the price. */
  readonly priceFactor: number;
}

interface Word {
  readonly word: string;
  readonly look: string;
  readonly priceFactor: number;
}

/** Reads `Race Vest 10 L|backpack|2.4`: the word, its picture, its factor on the price. */
function readWord(entry: string): Word {
  const [word = "", look = "", factor = "1"] = entry.split("|");
  return { word, look, priceFactor: Number(factor) };
}

const fill = (template: string, slots: Readonly<Record<string, string>>): string =>
  template
    .replace(/\{(\w+)\}/g, (_, name: string) => slots[name] ?? "")
    .replace(/\s+/g, " ")
    .trim();

/** Returns a function that words one product after another, each title once. */
function wording(department: Department, kind: Kind, draw: Draw, taken: Set<string>): () => Wording {
  const brands = deck(draw, kind.brands);
  const colours = deck(draw, kind.colours);
  const models = new Map(kind.brands.map((name) => [name, deck(draw, brandOf(department, name).models)]));
  const decks = Object.entries(kind.words ?? {}).map(([slot, list]) => [slot, deck(draw, list.map(readWord))] as const);
  const once = (): Wording => {
    const brand = brands();
    const drawn = decks.map(([slot, deal]) => [slot, deal()] as const);
    const slots: Record<string, string> = Object.fromEntries(drawn.map(([slot, { word }]) => [slot, word]));
    slots.brand = brand;
    slots.model = models.get(brand)?.() ?? "";
    slots.colour = colours();
    slots.material = kind.materials === undefined ? "" : draw.pick(kind.materials);
    return {
      title: fill(kind.title, slots),
      brand,
      slots,
      look: drawn.find(([, { look }]) => look !== "")?.[1].look,
      priceFactor: drawn.reduce((product, [, word]) => product * word.priceFactor, 1),
    };
  };
  return () => {
    for (let i = 0; i < TRIES; i++) {
      const words = once();
      if (!taken.has(words.title)) {
        taken.add(words.title);
        return words;
      }
    }
    throw new Error(`The grammar has too few words for ${kind.count} titles of "${kind.key}": add models or words.`);
  };
}

function brandOf(department: Department, name: string): Brand {
  const brand = department.brands[name];
  if (brand === undefined) throw new Error(`"${department.name}" names the brand "${name}" and does not describe it.`);
  return brand;
}

/** `.tomato` is a label on the kind's own carrier, anything else a picture of its own. */
function look(kind: Kind, words: Wording, draw: Draw): PictureKey {
  const usual = draw.pick(kind.icons);
  const spec = words.look?.startsWith(".") ? `${usual.split(".")[0]}${words.look}` : (words.look ?? usual);
  const [icon = "package", label] = spec.split(".");
  const colour = words.slots.colour ?? "stone";
  return { icon, ...(label === undefined ? {} : { label }), colour, pose: draw.whole(0, POSES - 1) };
}

function variants(id: string, kind: Kind, words: Wording, level: number, draw: Draw): GoodVariant[] {
  const [low, high] = kind.price;
  const base = low * (high / low) ** draw.next() * level * words.priceFactor;
  const off = draw.chance(ON_SALE) ? draw.pick([0.9, 0.85, 0.8, 0.7]) : undefined;
  const gone = draw.chance(OUT_OF_STOCK);
  const sizes = kind.sizes === undefined ? [["", 1] as const] : sizesOf(kind.sizes, words.title);
  return sizes.map(([size, factor]) => ({
    id: size === "" ? id : `${id}-${slug(size).toUpperCase()}`,
    size,
    price: shelfPrice(base * factor),
    salePrice: off === undefined ? undefined : shelfPrice(base * factor * off),
    inStock: !gone && !(sizes.length > 1 && draw.chance(SIZE_OUT_OF_STOCK)),
  }));
}

function describe(kind: Kind, words: Wording, brand: Brand, draw: Draw): string {
  const slots = { ...words.slots, material: (words.slots.material ?? "").toLowerCase() };
  return [...kind.says.map((group) => fill(draw.pick(group), slots)), brand.says].join(" ");
}

function goodsOf(department: Department, kind: Kind, first: number, seed: string, taken: Set<string>): Good[] {
  const draw = seeded(`${seed}/${kind.key}`);
  const next = wording(department, kind, draw, taken);
  const demand = 0.5 + draw.next();
  return Array.from({ length: kind.count }, (_, rank) => {
    const words = next();
    const brand = brandOf(department, words.brand);
    const id = `${department.code}-${String(first + rank).padStart(3, "0")}`;
    return {
      id,
      handle: slug(words.title),
      title: words.title,
      description: describe(kind, words, brand, draw),
      brand: words.brand,
      path: [department.name, ...kind.path],
      kind: kind.key,
      colour: words.slots.colour ?? "",
      material: words.slots.material ?? "",
      picture: look(kind, words, draw),
      variants: variants(id, kind, words, brand.level, draw),
      popularity: (demand * (0.7 + 0.6 * draw.next())) / (rank + 1) ** SKEW,
    };
  });
}

/** Every product of the demo shop, best-selling first: the shop's own order. The same seed, the same goods. */
export function expand(seed: string): Good[] {
  const taken = new Set<string>();
  const goods = DEPARTMENTS.flatMap((department) => {
    let first = 1;
    return department.kinds.flatMap((kind) => {
      const made = goodsOf(department, kind, first, seed, taken);
      first += kind.count;
      return made;
    });
  });
  return goods.sort((a, b) => b.popularity - a.popularity);
}
