/** A shop out of a seed: what the scale tests and the benches compile. Nothing in it comes from a real shop. */
export interface GeneratedShop {
  /** A Google Merchant feed, tab-separated. */
  readonly feed: string;
  /** JSON Lines of {shopper, item, time, kind}; empty without interactions. */
  readonly history: string;
}

export interface ShopSize {
  readonly products: number;
  readonly interactions: number;
  /** Without text, titles are a product's number and descriptions are empty. */
  readonly text: boolean;
}

const TITLE_WORDS = 3;
const DESCRIPTION_WORDS = 40;
const VISIT_STEPS = 5;
const END_MS = Date.UTC(2026, 5, 1);
const DAY_MS = 86_400_000;
const HISTORY_DAYS = 120;

const COLOURS = "black white grey navy blue green olive red pink purple yellow orange brown beige silver gold".split(
  " ",
);
const MATERIALS = "cotton wool linen leather suede nylon steel oak bamboo glass ceramic rubber silk denim cork".split(
  " ",
);
const SIZES = "one-size xs s m l xl xxl 36 37 38 39 40 41 42 43 44".split(" ");
const AUDIENCES = "women men unisex kids".split(" ");
const SYLLABLES =
  "ba be bo ca ce co da de do fa fi ga go ha he ka ki la le lo ma mi mo na ne no pa pe po ra ri ro sa se so ta te to va ve vo za zu".split(
    " ",
  );

/** Draws from 0 to 1: mulberry32. */
function draws(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Ranks from 0 with probability in proportion to 1 / (rank + 1), as words and products are used. */
const zipf = (draw: () => number, count: number): number => Math.min(count - 1, Math.floor((count + 1) ** draw()) - 1);

/** The word of a number: the same number, the same word, different numbers, different words. */
function word(number: number): string {
  let rest = number;
  let text = "";
  do {
    text += SYLLABLES[rest % SYLLABLES.length]!;
    rest = Math.floor(rest / SYLLABLES.length);
  } while (rest > 0);
  return text.length > 2 ? text : `${text}n`;
}

interface Department {
  readonly path: string;
  readonly nouns: readonly string[];
  /** First of the numbers of its own words. */
  readonly wordsFrom: number;
}

const COMMON_WORDS = 20_000;
const OWN_WORDS = 400;

function departments(products: number): Department[] {
  const count = Math.max(1, Math.min(400, Math.round(products / 100)));
  return Array.from({ length: count }, (_, at) => {
    const wordsFrom = COMMON_WORDS + at * OWN_WORDS;
    const nouns = Array.from({ length: 6 }, (_, n) => word(wordsFrom + OWN_WORDS - 1 - n));
    return { path: `Hall ${at % 12} > Aisle ${at % 60} > ${nouns[0]}`, nouns, wordsFrom };
  });
}

const HEADER =
  "id\ttitle\tdescription\tlink\timage_link\tprice\tavailability\tbrand\tproduct_type\tcolor\tsize\tmaterial\tage_group\tpattern";

/** The same size gives the same bytes on every machine. */
export function generateShop(size: ShopSize): GeneratedShop {
  const halls = departments(size.products);
  const draw = draws(20_260_601);
  const hallOf = Array.from({ length: size.products }, () => zipf(draw, halls.length));
  const rows = hallOf.map((hall, at) => row(halls[hall]!, at, size.text, draw));
  return { feed: `${HEADER}\n${rows.join("\n")}\n`, history: historyOf(size, hallOf, halls.length) };
}

const idOf = (at: number): string => `P${100_000 + at}`;

function row(hall: Department, at: number, text: boolean, draw: () => number): string {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(draw() * list.length)]!;
  const own = (): string => word(hall.wordsFrom + zipf(draw, OWN_WORDS));
  const common = (): string => word(zipf(draw, COMMON_WORDS));
  const brand = `${word(60_000 + zipf(draw, 2_000))} co`;
  const colour = COLOURS[zipf(draw, COLOURS.length)]!;
  const material = pick(MATERIALS);
  const words = Array.from({ length: TITLE_WORDS }, own);
  const title = `${brand} ${words.join(" ")} ${pick(hall.nouns)} ${colour} ${at % 1000}`;
  const description = Array.from({ length: DESCRIPTION_WORDS }, () => (draw() < 0.6 ? common() : own())).join(" ");
  const cells = [
    idOf(at),
    text ? title : String(at),
    text ? description : "",
    `https://shop.example/p/${idOf(at)}`,
    `https://img.shop.example/${idOf(at)}.jpg`,
    `${(4 + 60 * draw() ** 3 * (1 + (hall.wordsFrom % 7))).toFixed(2)} EUR`,
    draw() < 0.93 ? "in_stock" : "out_of_stock",
    brand,
    hall.path,
    colour,
    pick(SIZES),
    material,
    pick(AUDIENCES),
    word(zipf(draw, 40)),
  ];
  return cells.join("\t");
}

/** Visits to one department each, mostly to what is popular there, with now and then a purchase. */
function historyOf({ products, interactions }: ShopSize, hallOf: readonly number[], halls: number): string {
  const draw = draws(7);
  const shelves: number[][] = Array.from({ length: halls }, () => []);
  hallOf.forEach((hall, at) => {
    shelves[hall]!.push(at);
  });
  const stocked = shelves.filter((shelf) => shelf.length > 0);
  const lines: string[] = [];
  const shoppers = Math.max(1, Math.round(interactions / VISIT_STEPS / 2));
  while (lines.length < interactions && products > 0) {
    const shopper = Math.floor(draw() * shoppers);
    const shelf = stocked[zipf(draw, stocked.length)]!;
    const start = END_MS - Math.floor(draw() * HISTORY_DAYS * DAY_MS);
    for (let step = 0; step < VISIT_STEPS && lines.length < interactions; step++) {
      const item = idOf(shelf[zipf(draw, shelf.length)]!);
      const kind = draw() < 0.15 ? "purchase" : "view";
      lines.push(`{"shopper":"s${shopper}","item":"${item}","time":${start + step * 60_000},"kind":"${kind}"}`);
    }
  }
  return lines.map((line) => `${line}\n`).join("");
}
