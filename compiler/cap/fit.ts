import { OutputError } from "../errors.ts";
import type { Model } from "../model.ts";
import { encodePack, type Pack } from "../pack.ts";
import { byPopularity } from "./by-popularity.ts";
import { restrict } from "./restrict.ts";
import { type TransferBytes, totalBytes, transferBytes } from "./transfer.ts";

/** Fewer neighbours a product hurt more than fewer products do. */
const FEWEST_NEIGHBOURS = 4;

/** A search for a number of products ends when this share of the cap is used. */
const WELL_FILLED = 0.985;
const MOST_TRIES = 20;

export interface FitOptions {
  readonly neighbours: number;
  readonly maxBytes: number;
  readonly ttlSeconds: number;
  /** Called before each try. */
  readonly onTry: () => void;
}

/** A pack, what it weighs, and what of the model is in it. */
export interface Fitted {
  readonly pack: Pack;
  readonly transfer: TransferBytes;
  readonly neighbours: number;
  /** Products of the model that are in the pack, by their number in the model, ascending. */
  readonly products: Uint32Array;
}

/** The pack uncut, and the largest under the cap; the same when the whole is under it. */
export interface Fit {
  readonly whole: Fitted;
  readonly fitted: Fitted;
}

/**
 * Makes a pack that brotli sends in at most `maxBytes`: with as many neighbours as fit, but at least four; then with as
 * many products, the most popular first. Throws OutputError when not one product fits.
 */
export async function fitUnder(model: Model, options: FitOptions): Promise<Fit> {
  const all = Uint32Array.from(model.products.keys());
  const pack = (neighbours: number, products: Uint32Array): Promise<Fitted> =>
    packed(model, neighbours, products, options);
  const whole = await pack(options.neighbours, all);
  const fits = ({ transfer }: Fitted): boolean => totalBytes(transfer) <= options.maxBytes;
  if (fits(whole)) return { whole, fitted: whole };
  const fewest = Math.min(FEWEST_NEIGHBOURS, options.neighbours);
  const least = fewest === options.neighbours ? whole : await pack(fewest, all);
  const fitted = fits(least)
    ? await mostNeighbours(least, options.neighbours, (neighbours) => pack(neighbours, all), fits)
    : await mostProducts(model, least, options.maxBytes, (products) => pack(fewest, products));
  return { whole, fitted };
}

async function packed(
  model: Model,
  neighbours: number,
  products: Uint32Array,
  { ttlSeconds, onTry }: FitOptions,
): Promise<Fitted> {
  onTry();
  const part = products.length === model.products.length ? model : restrict(model, products);
  const pack = encodePack(part, neighbours, ttlSeconds);
  return { pack, transfer: await transferBytes(pack.sections), neighbours, products };
}

/** The one with the most neighbours that fits; `least` does and `tooMany` do not. */
async function mostNeighbours(
  least: Fitted,
  tooMany: number,
  pack: (neighbours: number) => Promise<Fitted>,
  fits: (fitted: Fitted) => boolean,
): Promise<Fitted> {
  let best = least;
  let above = tooMany;
  while (above - best.neighbours > 1) {
    const tried = await pack((best.neighbours + above) >> 1);
    if (fits(tried)) best = tried;
    else above = tried.neighbours;
  }
  return best;
}

/** The one with the most products that fits, nearly; found by interpolation, since bytes grow evenly with products. */
async function mostProducts(
  model: Model,
  tooLarge: Fitted,
  maxBytes: number,
  pack: (products: Uint32Array) => Promise<Fitted>,
): Promise<Fitted> {
  const ranked = byPopularity(model);
  let best: Fitted | undefined;
  let below = { count: 0, bytes: 0 };
  let above = { count: ranked.length, bytes: totalBytes(tooLarge.transfer) };
  for (let tries = 0; tries < MOST_TRIES && above.count - below.count > 1; tries++) {
    if (below.bytes >= WELL_FILLED * maxBytes) break;
    const share = (WELL_FILLED * maxBytes * 1.005 - below.bytes) / (above.bytes - below.bytes);
    const guess = Math.round(below.count + share * (above.count - below.count));
    const count = Math.max(below.count + 1, Math.min(above.count - 1, guess));
    const tried = await pack(ranked.slice(0, count).sort());
    const bytes = totalBytes(tried.transfer);
    if (bytes > maxBytes) above = { count, bytes };
    else {
      best = tried;
      below = { count, bytes };
    }
  }
  if (best !== undefined) return best;
  throw new OutputError(`not one product fits into ${maxBytes} bytes: give the catalogue more room with --max-bytes`);
}
