import { pictureAddress } from "../pictures/address.ts";
import type { Good, GoodVariant } from "./goods.ts";

const CURRENCY = "GBP";
const money = (pounds: number | undefined): string => (pounds === undefined ? "" : `${pounds.toFixed(2)} ${CURRENCY}`);
const named = (colour: string): string => colour.charAt(0).toUpperCase() + colour.slice(1);

/** The columns of Google's product data specification that a shop like this one fills. */
const COLUMNS: Readonly<Record<string, (good: Good, variant: GoodVariant) => string>> = {
  id: (_, variant) => variant.id,
  item_group_id: (good) => (good.variants.length > 1 ? good.id : ""),
  title: (good) => good.title,
  description: (good) => good.description,
  link: (good) => `/p/${good.handle}`,
  image_link: (good) => pictureAddress(good.picture),
  availability: (_, variant) => (variant.inStock ? "in_stock" : "out_of_stock"),
  price: (_, variant) => money(variant.price),
  sale_price: (_, variant) => money(variant.salePrice),
  brand: (good) => good.brand,
  product_type: (good) => good.path.join(" > "),
  color: (good) => named(good.colour),
  size: (_, variant) => variant.size,
  material: (good) => good.material,
  condition: () => "new",
};

/** The goods as the text of a Google Merchant TSV feed, one row a variant. */
export function feedText(goods: readonly Good[]): string {
  const names = Object.keys(COLUMNS);
  const cells = Object.values(COLUMNS);
  const rows = goods.flatMap((good) =>
    good.variants.map((variant) => cells.map((cell) => cell(good, variant)).join("\t")),
  );
  return `${[names.join("\t"), ...rows].join("\n")}\n`;
}
