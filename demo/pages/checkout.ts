import { type Html, html } from "../html/html.ts";
import { money } from "../shop/money.ts";
import type { Shop } from "../shop/shop.ts";
import { type FilledLine, sums } from "./basket-lines.ts";
import { cardTemplate } from "./card.ts";
import { totals } from "./cart.ts";
import type { Content } from "./frame.ts";
import { tickIcon } from "./icons.ts";
import { photo } from "./photo.ts";
import { gaItem } from "./product.ts";
import { shelf } from "./shelf.ts";

interface Field {
  readonly name: string;
  readonly label: string;
  readonly autocomplete: string;
  readonly type?: string;
  readonly half?: boolean;
}

const FIELDS: readonly Field[] = [
  { name: "name", label: "Name", autocomplete: "name" },
  { name: "email", label: "E-mail", autocomplete: "email", type: "email" },
  { name: "street", label: "Street and number", autocomplete: "street-address" },
  { name: "postcode", label: "Postcode", autocomplete: "postal-code", half: true },
  { name: "town", label: "Town", autocomplete: "address-level2", half: true },
];

const input = ({ name, label, autocomplete, type = "text", half = false }: Field): Html =>
  html`<p class="field${half ? " half" : ""}"><label for="f-${name}">${label}</label><input id="f-${name}" type="${type}" maxlength="120" autocomplete="${autocomplete}"></p>`;

const brief = (lines: readonly FilledLine[]): Html =>
  html`<ul class="brief">${lines.map(
    ({ product, label, quantity, total }) =>
      html`<li>${photo(product, { alt: "" })}<span>${product.title}${label !== "" && html`<br><span class="quiet-text">${label}</span>`}${quantity > 1 && html` <span class="quiet-text">× ${quantity}</span>`}</span><span>${total !== undefined && money(total)}</span></li>`,
  )}</ul>`;

/** The fields have no names: what is typed into them never leaves the page. */
export function checkout(shop: Shop, lines: readonly FilledLine[]): Content {
  const all = sums(shop, lines);
  const main = html`<div class="wrap"><h1 class="page-title">Checkout</h1>
    <form class="basket" method="post" action="/checkout">
      <div class="panel">
        <p class="note">This is a demonstration: nothing is sold, and what you write here is not sent anywhere. You may leave it empty.</p>
        <fieldset class="fields"><legend>Where should it go?</legend>${FIELDS.map(input)}</fieldset>
        <fieldset class="fields"><legend>How would you pay?</legend>
          <p class="choice"><label><input type="radio" name="pay" value="card" checked> Card</label></p>
          <p class="choice"><label><input type="radio" name="pay" value="invoice"> Invoice, thirty days</label></p>
        </fieldset>
      </div>
      <aside class="summary" aria-label="Summary"><h2>Your order</h2>${brief(lines)}${totals(all)}
        <button class="button wide">Place the order</button>
        <p class="quiet-text"><a href="/cart">Back to the basket</a></p>
      </aside>
    </form></div>`;
  const items = lines.map(({ product, quantity }) => gaItem(product, quantity));
  return {
    title: "Checkout",
    description: `Checkout at ${shop.name}.`,
    kind: "checkout",
    main,
    track: [{ name: "begin_checkout", params: { currency: shop.currency, value: all.total.amount, items } }],
  };
}

export interface Order {
  readonly transaction: string;
  readonly lines: readonly FilledLine[];
}

/** After the order. Coming back to this page tells Inkling the same transaction again, which it counts once. */
export function thanks(shop: Shop, order: Order | undefined): Content {
  const words = { title: "Thank you", description: `Thank you from ${shop.name}.`, kind: "checkout" } as const;
  if (order === undefined || order.lines.length === 0) {
    return {
      ...words,
      main: html`<div class="wrap"><div class="blank"><img src="/img/package.sand.2.svg" alt="" width="200" height="200"><h1>No order here yet</h1><p>When you have placed one, it is shown on this page.</p><p><a class="button" href="/">Look around</a></p></div></div>`,
    };
  }
  const all = sums(shop, order.lines);
  const main = html`<div class="wrap"><div class="thanks">
      <p class="seal">${tickIcon()}</p>
      <h1>Thank you</h1>
      <p>Your order <strong>${order.transaction}</strong> is as good as on its way. It would be, if this were a real shop.</p>
      <div class="panel narrow">${brief(order.lines)}${totals(all)}</div>
      <p class="quiet-text">What you bought now rests: the shop will not offer it to you again for a while.</p>
    </div></div>
    ${shelf(shop, { kind: "for-you", title: "For you, next time", fallback: shop.products.filter(({ inStock }) => inStock), count: 6, layout: "row" })}
    ${cardTemplate()}`;
  const items = order.lines.map(({ product, quantity }) => gaItem(product, quantity));
  const params = { transaction_id: order.transaction, currency: shop.currency, value: all.total.amount, items };
  return { ...words, main, track: [{ name: "purchase", params }] };
}
