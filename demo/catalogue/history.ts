import type { Good } from "./goods.ts";
import { MISSIONS, type Mission } from "./missions.ts";
import { type Draw, hash, seeded } from "./random.ts";

export const SHOPPERS = 3_000;
export const HISTORY_DAYS = 90;
/** The history's last moment. A constant, so that the same seed gives the same bytes on any day. */
export const HISTORY_END: number = Date.UTC(2026, 5, 1);

const DAY_MS = 86_400_000;
/** How often a later visit is for the same mission again. */
const SAME_AGAIN = 0.35;
const STRAY_LOOK = 0.12;
const TO_CART = 0.55;
const CHECK_OUT = 0.62;

type Kind = "view" | "cart" | "purchase";

interface Taste {
  /** Favourite price within a kind: 0 the cheapest, 1 the dearest. */
  readonly budget: number;
  readonly colours: ReadonlySet<string>;
}

interface Step {
  readonly item: string;
  readonly kind: Kind;
}

interface Shelf {
  readonly goods: readonly Good[];
  /** Where each stands between the cheapest and the dearest of its kind, 0 to 1. */
  readonly priceRank: readonly number[];
}

function shelves(goods: readonly Good[]): Map<string, Shelf> {
  const byKind = new Map<string, Good[]>();
  for (const good of goods) byKind.set(good.kind, [...(byKind.get(good.kind) ?? []), good]);
  const price = (good: Good): number => good.variants[0]?.price ?? 0;
  return new Map(
    [...byKind].map(([kind, list]) => {
      const sorted = [...list].sort((a, b) => price(a) - price(b));
      const last = Math.max(1, list.length - 1);
      return [kind, { goods: list, priceRank: list.map((good) => sorted.indexOf(good) / last) }];
    }),
  );
}

/** Some pairs go together more than others, and which ones is fixed: a sock that suits this shoe suits it always. */
const suits = (a: string, b: string): number => (hash(`${a}+${b}`) % 5 === 0 ? 6 : 1);

function choose(shelf: Shelf, taste: Taste, last: string | undefined, seen: ReadonlySet<string>, draw: Draw): Good {
  const weights = shelf.goods.map((good, i) => {
    const budget = Math.exp(-3 * Math.abs((shelf.priceRank[i] ?? 0) - taste.budget));
    const colour = taste.colours.has(good.colour) ? 2 : 1;
    const pair = last === undefined ? 1 : suits(last, good.id);
    return good.popularity * budget * colour * pair * (seen.has(good.id) ? 0.02 : 1);
  });
  // In range: a shelf holds at least one product.
  return shelf.goods[draw.weighted(weights)] as Good;
}

/** One visit: look at what the mission asks for, put some of it in the basket, perhaps pay. */
function visit(mission: Mission, all: ReadonlyMap<string, Shelf>, taste: Taste, draw: Draw): Step[] {
  const steps: Step[] = [];
  const basket: string[] = [];
  let last: string | undefined;
  for (const [kind, chance, looks] of mission.wants) {
    const shelf = all.get(kind);
    if (shelf === undefined)
      throw new Error(`The mission "${mission.name}" wants "${kind}", which no department makes.`);
    if (!draw.chance(chance)) continue;
    const seen = new Set<string>();
    for (let i = draw.whole(1, looks); i > 0; i--) {
      const { id } = choose(shelf, taste, last, seen, draw);
      seen.add(id);
      steps.push({ item: id, kind: "view" });
    }
    last = draw.pick([...seen]);
    if (draw.chance(TO_CART)) {
      basket.push(last);
      steps.push({ item: last, kind: "cart" });
    }
    if (draw.chance(STRAY_LOOK))
      steps.push({ item: choose(draw.pick([...all.values()]), taste, undefined, seen, draw).id, kind: "view" });
  }
  if (draw.chance(CHECK_OUT)) steps.push(...basket.map((item) => ({ item, kind: "purchase" as const })));
  return steps;
}

function taste(draw: Draw, colours: readonly string[]): Taste {
  return { budget: draw.next(), colours: new Set([draw.pick(colours), draw.pick(colours), draw.pick(colours)]) };
}

const pickMission = (draw: Draw): Mission => {
  const index = draw.weighted(MISSIONS.map(({ weight }) => weight));
  return MISSIONS[index] as Mission; // weighted() answers an index of its list
};

/**
 * Ninety days of fictional shoppers as JSON Lines: `{shopper, item, time, kind}`, time in ISO 8601, oldest first. They
 * come on missions, so that what is looked at and bought together has a reason. Another seed makes other shoppers of the same kind.
 */
export function historyText(goods: readonly Good[], seed: string, shoppers: number = SHOPPERS): string {
  const all = shelves(goods);
  const colours = [...new Set(goods.map(({ colour }) => colour))];
  const rows: { at: number; line: string }[] = [];
  for (let n = 1; n <= shoppers; n++) {
    const draw = seeded(`${seed}/shopper/${n}`);
    const likes = taste(draw, colours);
    const usual = pickMission(draw);
    for (let v = draw.weighted([4, 3, 2, 1]); v >= 0; v--) {
      const mission = draw.chance(SAME_AGAIN) ? usual : pickMission(draw);
      let at = HISTORY_END - Math.floor(draw.next() * HISTORY_DAYS * DAY_MS);
      for (const { item, kind } of visit(mission, all, likes, draw)) {
        at = Math.min(HISTORY_END, at + draw.whole(8, 95) * 1000);
        rows.push({ at, line: JSON.stringify({ shopper: `s${n}`, item, time: new Date(at).toISOString(), kind }) });
      }
    }
  }
  rows.sort((a, b) => a.at - b.at);
  return `${rows.map(({ line }) => line).join("\n")}\n`;
}
