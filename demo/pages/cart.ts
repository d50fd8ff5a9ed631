import { MOST_EACH } from "../basket/basket.ts";
import { Html, html } from "../html/html.ts";
import { money } from "../shop/money.ts";
import type { Shop } from "../shop/shop.ts";
import { type FilledLine, freeFrom, type Sums, sums } from "./basket-lines.ts";
import { cardTemplate } from "./card.ts";
import type { Content } from "./frame.ts";
import { goesWith } from "./neighbours.ts";
import { photo } from "./photo.ts";
import { gaItem } from "./product.ts";
import { shelf } from "./shelf.ts";

const CHOICES = 10;

function quantities(chosen: number): readonly Html[] {
  const most = Math.min(MOST_EACH, Math.max(CHOICES, chosen));
  return Array.from(
    { length: most },
    (_, i) => html`<option${i + 1 === chosen && new Html(" selected")}>${i + 1}</option>`,
  );
}

function line(shop: Shop, { product, variant, label, quantity, total }: FilledLine): Html {
  const id = `q-${variant.id}`;
  return html`<li class="line">
    <a href="${shop.addressOf(product)}">${photo(product)}</a>
    <div class="line-words">
      <h2><a href="${shop.addressOf(product)}">${product.title}</a></h2>
      ${label !== "" && html`<p class="quiet-text">${label}</p>`}
      <div class="line-controls">
        <form method="post" action="/cart" data-submit-on-change>
          <input type="hidden" name="action" value="set"><input type="hidden" name="variant" value="${variant.id}">
          <label for="${id}">Quantity</label>
          <select id="${id}" name="quantity">${quantities(quantity)}</select>
          <noscript><button class="button quiet small">Change</button></noscript>
        </form>
        <form method="post" action="/cart" data-remove="${product.id}" data-quantity="${quantity}">
          <input type="hidden" name="action" value="remove"><input type="hidden" name="variant" value="${variant.id}">
          <button class="link">Remove<span class="hidden"> ${product.title}</span></button>
        </form>
      </div>
    </div>
    <p class="line-total">${total === undefined ? "On request" : money(total)}</p>
  </li>`;
}

export function totals({ goods, delivery, total }: Sums): Html {
  return html`<dl class="totals">
    <div><dt>Goods</dt><dd>${money(goods)}</dd></div>
    <div><dt>Delivery</dt><dd>${delivery.amount === 0 ? "Free" : money(delivery)}</dd></div>
    <div class="total"><dt>Total</dt><dd>${money(total)}</dd></div>
  </dl>`;
}

function filled(shop: Shop, lines: readonly FilledLine[]): Html {
  const products = lines.map(({ product }) => product);
  const all = sums(shop, lines);
  return html`<div class="wrap"><h1 class="page-title">Your basket</h1>
    <div class="basket">
      <ul class="lines">${lines.map((one) => line(shop, one))}</ul>
      <aside class="summary" aria-label="Summary">
        <h2>Summary</h2>${totals(all)}
        <a class="button wide" href="/checkout">Go to checkout</a>
        <p class="quiet-text">Delivery is free from ${freeFrom(shop)}.</p>
      </aside>
    </div></div>
    ${shelf(shop, { kind: "goes-with", title: "Goes with your basket", fallback: goesWith(shop, products), about: products.map(({ id }) => id).slice(0, 20), count: 6, layout: "row" })}
    ${cardTemplate()}`;
}

function empty(shop: Shop): Html {
  return html`<div class="wrap"><div class="blank">
    <img src="/img/basket.sage.0.svg" alt="" width="200" height="200">
    <h1>Your basket is empty</h1>
    <p>It will not stay that way for long.</p>
    <p><a class="button" href="/">Look around</a></p>
  </div></div>
  ${shelf(shop, { kind: "for-you", title: "A start, perhaps", fallback: shop.products.filter(({ inStock }) => inStock), count: 6, layout: "row" })}
  ${cardTemplate()}`;
}

export function cart(shop: Shop, lines: readonly FilledLine[]): Content {
  const items = lines.map(({ product, quantity }) => gaItem(product, quantity));
  return {
    title: "Your basket",
    description: `Your basket at ${shop.name}.`,
    kind: "cart",
    main: lines.length === 0 ? empty(shop) : filled(shop, lines),
    ...(lines.length === 0 ? {} : { track: [{ name: "view_cart", params: { items } }] }),
  };
}
