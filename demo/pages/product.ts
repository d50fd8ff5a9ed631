import type { Product, Variant } from "inkling/compiler";
import { Html, html } from "../html/html.ts";
import { money, saving } from "../shop/money.ts";
import type { Shop } from "../shop/shop.ts";
import { variantLabels } from "../shop/variants.ts";
import { freeFrom } from "./basket-lines.ts";
import { cardTemplate } from "./card.ts";
import { crumbs, lineage } from "./crumbs.ts";
import type { Content } from "./frame.ts";
import { bagIcon, tickIcon } from "./icons.ts";
import { goesWith, similarTo } from "./neighbours.ts";
import { photo } from "./photo.ts";
import { shelf } from "./shelf.ts";

/** The most options shown as buttons; above, a list. */
const BUTTONS = 14;

function option(variant: Variant, label: string, chosen: boolean, product: Product): Html {
  const differs = variant.price !== undefined && variant.price.amount !== product.price?.amount;
  const price = differs && variant.price !== undefined ? money(variant.price) : "";
  return html`<label class="option"><input type="radio" name="variant" value="${variant.id}" required${chosen && new Html(" checked")}${!variant.inStock && new Html(" disabled")}><span>${label}${price !== "" && html` <small>${price}</small>`}</span></label>`;
}

function options(product: Product): Html {
  const { variants } = product;
  const labels = variantLabels(product);
  const first = variants.findIndex(({ inStock }) => inStock);
  if (variants.length < 2) return html`<input type="hidden" name="variant" value="${variants[0]?.id ?? product.id}">`;
  if (variants.length <= BUTTONS) {
    return html`<fieldset class="options"><legend>${optionName(product)}</legend><div>${variants.map((variant, i) => option(variant, labels[i] ?? variant.id, i === first, product))}</div></fieldset>`;
  }
  return html`<p class="options"><label for="variant">${optionName(product)}</label><select id="variant" name="variant">${variants.map(
    (variant, i) =>
      html`<option value="${variant.id}"${i === first && new Html(" selected")}${!variant.inStock && new Html(" disabled")}>${labels[i]}${!variant.inStock && ", sold out"}</option>`,
  )}</select></p>`;
}

/** "Size", when that is what tells the variants apart. */
function optionName({ attributes, variants }: Product): string {
  const sizes = attributes.filter(({ name }) => name === "size").length;
  return sizes === variants.length ? "Size" : "Choose";
}

function priceBlock({ price, listPrice }: Product): Html {
  if (price === undefined) return html`<p class="product-price"><span class="price-none">Price on request</span></p>`;
  const percent = listPrice === undefined ? 0 : saving(price, listPrice);
  if (listPrice === undefined || percent === 0) return html`<p class="product-price">${money(price)}</p>`;
  return html`<p class="product-price"><span class="price-now"><span class="hidden">Now </span>${money(price)}</span> <s><span class="hidden">Before </span>${money(listPrice)}</s> <span class="save">Save ${percent} %</span></p>`;
}

const TOLD: Readonly<Record<string, string>> = {
  color: "Colour",
  size: "Size",
  material: "Material",
  gender: "For",
  age_group: "Age",
  pattern: "Pattern",
};
/** Not for shoppers, or shown elsewhere on the page. */
const UNTOLD = new Set(["condition", "category", "google_product_category", "attribute"]);

/** Attributes by name, as a table of facts; what every product has, or no shopper reads, is left out. */
function facts(product: Product): readonly (readonly [name: string, value: string])[] {
  const byName = new Map<string, string[]>();
  for (const { name, value } of product.attributes) {
    if (!(name === "size" && product.variants.length > 1) && !UNTOLD.has(name) && !name.startsWith("custom_label"))
      byName.set(name, [...(byName.get(name) ?? []), value]);
  }
  const attributes = [...byName]
    .slice(0, 12)
    .map(([name, values]) => [TOLD[name] ?? sentence(name), values.slice(0, 12).join(", ")] as const);
  return [...(product.brand === "" ? [] : [["Brand", product.brand] as const]), ...attributes, ["Article", product.id]];
}

const sentence = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1).replaceAll("_", " ");

function buy(shop: Shop, product: Product): Html {
  if (!product.inStock) {
    return html`<p class="sold-out"><strong>Sold out.</strong> Below are things like it.</p>`;
  }
  return html`<form class="buy" method="post" action="/cart" data-add="${product.id}">
    <input type="hidden" name="action" value="add">
    ${options(product)}
    <div class="buy-row">
      <label class="hidden" for="quantity">Quantity</label>
      <select id="quantity" name="quantity">${[1, 2, 3, 4, 5].map((n) => html`<option>${n}</option>`)}</select>
      <button class="button">${bagIcon()} Add to basket</button>
    </div>
    <p class="assure">${tickIcon()} In stock, sent tomorrow</p>
    <p class="assure">${tickIcon()} Free delivery from ${freeFrom(shop)}, thirty days to change your mind</p>
  </form>`;
}

/** The product as GA4 writes it. */
export const gaItem = (product: Product, quantity = 1): Readonly<Record<string, unknown>> => ({
  item_id: product.id,
  item_name: product.title,
  ...(product.brand === "" ? {} : { item_brand: product.brand }),
  ...(product.category.length === 0 ? {} : { item_category: product.category.join(" > ") }),
  ...(product.price === undefined ? {} : { price: product.price.amount }),
  quantity,
});

export function product(shop: Shop, found: Product): Content {
  const way = lineage(shop.categoryOf(found));
  const main = html`<div class="wrap" data-inkling-dwell="${found.id}">
    ${crumbs(way, found.title)}
    <article class="product">
      <div class="product-picture">${photo(found)}</div>
      <div class="product-words">
        ${found.brand !== "" && html`<p class="brand"><a href="/search?q=${encodeURIComponent(found.brand)}">${found.brand}</a></p>`}
        <h1>${found.title}</h1>
        ${priceBlock(found)}
        ${found.description !== "" && html`<p class="description">${found.description}</p>`}
        ${buy(shop, found)}
        <dl class="facts">${facts(found).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
        <p class="why"><a href="/device?about=${encodeURIComponent(found.id)}#why">What does my device make of this?</a></p>
      </div>
    </article>
    </div>
    ${shelf(shop, { kind: "goes-with", title: "Goes well with it", fallback: goesWith(shop, [found]), about: [found.id], count: 6, layout: "row" })}
    ${shelf(shop, { kind: "similar", title: "More like this", fallback: similarTo(shop, found), about: [found.id], count: 6, layout: "row" })}
    ${shelf(shop, { kind: "recently-viewed", title: "You looked at", fallback: [], about: [found.id], count: 8, layout: "row" })}
    ${cardTemplate()}`;
  return {
    title: found.title,
    description: found.description.slice(0, 160) || found.title,
    kind: "product",
    ...(way[0] === undefined ? {} : { department: way[0].name }),
    main,
    track: [
      {
        name: "view_item",
        params: { currency: found.price?.currency, value: found.price?.amount, items: [gaItem(found)] },
      },
    ],
  };
}
