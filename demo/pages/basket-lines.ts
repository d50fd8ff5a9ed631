import type { Price, Product, Variant } from "inkling/compiler";
import type { BasketLine } from "../basket/basket.ts";
import { roughly } from "../shop/money.ts";
import type { Shop } from "../shop/shop.ts";
import { variantLabels } from "../shop/variants.ts";

/** A line of the basket with what the shop knows of it. */
export interface FilledLine {
  readonly product: Product;
  readonly variant: Variant;
  readonly label: string;
  readonly quantity: number;
  /** For all of the line; undefined without a price. */
  readonly total: Price | undefined;
}

const FREE_FROM = 40;
const DELIVERY = 3.95;

/** From what sum on delivery costs nothing, in the shop's own currency. */
export const freeFrom = ({ currency }: Shop): string => roughly({ amount: FREE_FROM, currency });

/** The lines whose products the shop still has. */
export function fill(shop: Shop, lines: readonly BasketLine[]): readonly FilledLine[] {
  return lines.flatMap(({ variant: id, quantity }) => {
    const found = shop.variant(id);
    if (found === undefined) return [];
    const { product, variant } = found;
    const price = variant.price;
    const total = price === undefined ? undefined : { ...price, amount: price.amount * quantity };
    const label = variantLabels(product)[product.variants.indexOf(variant)] ?? "";
    return [{ product, variant, label, quantity, total }];
  });
}

export interface Sums {
  readonly goods: Price;
  readonly delivery: Price;
  readonly total: Price;
}

export function sums(shop: Shop, lines: readonly FilledLine[]): Sums {
  const { currency } = shop;
  // Whole hundredths: 3 x 12.95 must not become 38.849999.
  const cents = lines.reduce((sum, { total }) => sum + Math.round((total?.amount ?? 0) * 100), 0);
  const goods = cents / 100;
  const delivery = goods >= FREE_FROM || lines.length === 0 ? 0 : DELIVERY;
  const total = (cents + Math.round(delivery * 100)) / 100;
  return {
    goods: { amount: goods, currency },
    delivery: { amount: delivery, currency },
    total: { amount: total, currency },
  };
}
