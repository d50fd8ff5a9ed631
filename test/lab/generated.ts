import { bareProduct } from "../../lab/data/bare-product.ts";
import type { Dataset } from "../../lab/data/dataset.ts";
import { leaveOneOut, nextItem, prefixes, type Split } from "../../lab/protocol.ts";
import { type Random, seededRandom } from "../../lab/random.ts";

const GROUPS = 12;
const EACH = 10;

/** Products in groups: words, attributes and what shoppers look at next all stay within the group, mostly. */
const products = Array.from({ length: GROUPS * EACH }, (_, index) => ({
  ...bareProduct(String(index)),
  title: `group${index % GROUPS} thing number${index}`,
  attributes: [{ name: "group", value: `g${index % GROUPS}` }],
  brand: `brand${index % 5}`,
  category: [`department${index % 3}`],
  price: { amount: 5 + index, currency: "EUR" },
}));

/** Shoppers walk along a group, now and then leave it, and like low numbers better. */
function walk(random: Random, length: number): string[] {
  const seen: number[] = [];
  let group = Math.floor(GROUPS * random.next() ** 2);
  let place = random.below(EACH);
  while (seen.length < length) {
    if (random.next() < 0.1) group = random.below(GROUPS);
    place = (place + 1 + (random.next() < 0.2 ? 1 : 0)) % EACH;
    const item = place * GROUPS + group;
    if (!seen.includes(item)) seen.push(item);
  }
  return seen.map(String);
}

function walks(seed: number, count: number): string[][] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => walk(random, 2 + random.below(6)));
}

export function users(split: Split): Dataset {
  return { products, protocol: leaveOneOut(walks(1, 300), split) };
}

/** Sessions of bare ids, as public session data comes. */
export function sessions(split: Split): Dataset {
  const test = walks(2, 60).flatMap((items, shopper) => prefixes([...items, items[0]!], shopper));
  return {
    products: products.map(({ id }) => bareProduct(id)),
    protocol: nextItem(walks(3, 300), test, split),
  };
}
