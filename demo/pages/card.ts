import type { Product } from "inkling/compiler";
import { type Html, html } from "../html/html.ts";
import { money, saving } from "../shop/money.ts";
import type { Shop } from "../shop/shop.ts";
import { photo } from "./photo.ts";

/** Why the shop shows it, before the device has an opinion of its own. */
function shopReason({ category }: Product): string {
  const name = category.at(-1);
  return name === undefined ? "Our pick" : `Our pick in ${name}`;
}

export function priceHtml({ price, listPrice, inStock }: Product): Html {
  if (price === undefined) return html`<span class="price-none">Price on request</span>`;
  const percent = listPrice === undefined ? 0 : saving(price, listPrice);
  if (listPrice === undefined || percent === 0) {
    return html`<span>${money(price)}</span>${!inStock && html` <span class="gone">Sold out</span>`}`;
  }
  return html`<span class="price-now"><span class="hidden">Now </span>${money(price)}</span> <s><span class="hidden">Before </span>${money(listPrice)}</s>${!inStock && html` <span class="gone">Sold out</span>`}`;
}

export interface CardOptions {
  /** In view at once: fetched at once. */
  readonly eager?: boolean;
  readonly heading?: "h2" | "h3";
}

/** A product in a shelf or grid. Inkling's shelves fill the same shape from the page's template. */
export function card(shop: Shop, product: Product, { eager = false, heading = "h3" }: CardOptions = {}): Html {
  const title = html`<span class="card-title" data-field="title">${product.title}</span>`;
  return html`<div class="card" data-inkling-item="${product.id}" role="listitem">
    <a class="card-link" href="${shop.addressOf(product)}" data-field="url">
      ${photo(product, { className: "card-picture", field: true, lazy: !eager })}
      ${heading === "h2" ? html`<h2>${title}</h2>` : html`<h3>${title}</h3>`}
    </a>
    <p class="card-price" data-field="price">${priceHtml(product)}</p>
    <p class="card-reason" data-field="reason">${shopReason(product)}</p>
  </div>`;
}

/** The template that Inkling's shelves clone for each product. */
export const cardTemplate = (): Html => html`<template id="card"><div class="card" role="listitem">
  <a class="card-link" data-field="url">
    <img class="card-picture" data-field="image" alt="" width="400" height="400" loading="lazy" decoding="async">
    <h3><span class="card-title" data-field="title"></span></h3>
  </a>
  <p class="card-price" data-field="price"></p>
  <p class="card-reason" data-field="reason"></p>
</div></template>`;
