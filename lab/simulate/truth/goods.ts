import type { Product } from "../../../compiler/product.ts";
import type { Random } from "../../random.ts";
import { normal, streamOf, weighted } from "../draw.ts";
import { grouped } from "../grouped.ts";
import { type Habits, USUAL_HABITS } from "./habits.ts";

/** What is true of a product, and what no feed says. */
export interface TrueGood {
  readonly product: Product;
  readonly category: number;
  readonly brand: number;
  /** Where it stands between the cheap and the dear of its category, in standard deviations of log price. */
  readonly price: number;
  readonly quality: number;
  readonly style: readonly number[];
  /** On sale from this day on ... */
  readonly fromDay: number;
  /** ... until before this one. */
  readonly toDay: number;
}

export interface TrueCategory {
  readonly name: string;
  readonly goods: readonly number[];
  /** How many want it, relative to others. */
  readonly demand: number;
  /** Days until what was bought is used up; 0 for what lasts. */
  readonly againDays: number;
  /** Categories that a purchase here makes one need. */
  readonly company: readonly number[];
}

/** A shop whose truth is known. */
export interface TrueShop {
  readonly goods: readonly TrueGood[];
  readonly categories: readonly TrueCategory[];
  readonly brands: number;
  readonly numberOf: ReadonlyMap<string, number>;
  readonly habits: Habits;
}

export const STYLES = 4;
/** Share of products that arrive while the simulation runs, and of those that leave. */
const ARRIVING = 0.12;
const LEAVING = 0.1;
/** Share of categories that are used up and bought again. */
const USED_UP = 0.35;

/** Dreams up what a feed leaves open. `days`: how long the simulation goes on from day 0. */
export function trueShop(
  products: readonly Product[],
  days: number,
  seed: number,
  habits: Habits = USUAL_HABITS,
): TrueShop {
  const random = streamOf(seed, 1);
  const categoryNames = [...new Set(products.map(nameOf))];
  const brandNames = [...new Set(products.map(({ brand }) => brand))];
  const brandStyles = brandNames.map(() => styleOf(random));
  const places = pricePlaces(products);
  const goods = products.map((product, index): TrueGood => {
    const brand = brandNames.indexOf(product.brand);
    return {
      product,
      brand,
      category: categoryNames.indexOf(nameOf(product)),
      price: places[index]!,
      quality: normal(random),
      style: styleOf(random).map((own, k) => 0.7 * own + 0.7 * brandStyles[brand]![k]!),
      ...stay(random, days),
    };
  });
  return {
    goods,
    categories: categoriesOf(categoryNames, goods, random),
    brands: brandNames.length,
    habits,
    numberOf: new Map(goods.map(({ product }, index) => [product.id, index])),
  };
}

const nameOf = ({ category }: Product): string => category.join(" > ");

const styleOf = (random: Random): number[] => Array.from({ length: STYLES }, () => normal(random));

function stay(random: Random, days: number): Pick<TrueGood, "fromDay" | "toDay"> {
  const fate = random.next();
  const day = random.next() * days;
  return {
    fromDay: fate < ARRIVING ? day : Number.NEGATIVE_INFINITY,
    toDay: fate > 1 - LEAVING ? day : Number.POSITIVE_INFINITY,
  };
}

/** Log price within its category, standardised; 0 where it has none. */
function pricePlaces(products: readonly Product[]): number[] {
  const logs = products.map(({ price }) => (price !== undefined && price.amount > 0 ? Math.log(price.amount) : NaN));
  const groups = grouped(products.keys(), (index) => nameOf(products[index]!));
  const places = new Array<number>(products.length).fill(0);
  for (const group of groups.values()) {
    const known = group.filter((index) => !Number.isNaN(logs[index]!));
    const mean = known.reduce((sum, index) => sum + logs[index]!, 0) / known.length;
    const spread = Math.sqrt(known.reduce((sum, index) => sum + (logs[index]! - mean) ** 2, 0) / known.length);
    for (const index of known) places[index] = spread > 0 ? (logs[index]! - mean) / spread : 0;
  }
  return places;
}

function categoriesOf(names: readonly string[], goods: readonly TrueGood[], random: Random): TrueCategory[] {
  const departments = names.map((name) => name.split(" > ")[0]!);
  const byCategory = grouped(goods.keys(), (index) => goods[index]!.category);
  return names.map((name, category) => {
    const near = names.map((_, other) =>
      other === category ? 0 : departments[other] === departments[category] ? 8 : 0.2,
    );
    return {
      name,
      goods: byCategory.get(category)!,
      demand: Math.exp(0.8 * normal(random)),
      againDays: random.next() < USED_UP ? 10 + 30 * random.next() : 0,
      company: [weighted(random, near), weighted(random, near)],
    };
  });
}

export const isOnSale = ({ fromDay, toDay }: TrueGood, day: number): boolean => day >= fromDay && day < toDay;
