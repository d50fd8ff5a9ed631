import type { Product } from "inkling/compiler";
import { type Html, html } from "../html/html.ts";
import type { Category } from "../shop/categories.ts";
import { isOffer } from "../shop/money.ts";
import type { Shop } from "../shop/shop.ts";
import { card, cardTemplate } from "./card.ts";
import { type Content, sectionHead } from "./frame.ts";
import { arrowIcon } from "./icons.ts";
import { counted } from "./listing.ts";
import { photo } from "./photo.ts";
import { shelf } from "./shelf.ts";

const FOR_YOU = 12;
const MOSAIC = 5;

/** Stands for a department: the best of its largest part, or the one after it where the window shows that already. */
function face({ products, children }: Category, place: number): Product | undefined {
  const list = children[0]?.products ?? products;
  return list[place] ?? list[0];
}

/** The shop window: a product of each of the largest departments, or the first ones of a shop without any. */
function mosaic(shop: Shop): Html | false {
  const faces = shop.departments.flatMap((department) => face(department, 0) ?? []);
  const products = (faces.length < MOSAIC ? shop.products : faces).slice(0, MOSAIC);
  if (products.length < MOSAIC) return false;
  return html`<div class="mosaic" data-inkling-shelf="window">${products.map(
    (product) =>
      html`<a href="${shop.addressOf(product)}" data-inkling-item="${product.id}">${photo(product, { alt: product.title || "A product without a name" })}</a>`,
  )}</div>`;
}

function departmentTile(category: Category): Html {
  const product = face(category, 1);
  const sub = category.children.slice(0, 3).map(({ name }) => name);
  return html`<li><a class="tile" href="/c/${category.address}">
    ${product !== undefined && photo(product, { lazy: true })}
    <span class="tile-name">${category.name}</span>
    <span class="tile-sub">${sub.length > 0 ? sub.join(", ") : counted(category.products.length)}</span>
  </a></li>`;
}

const onOffer = (shop: Shop): readonly Product[] =>
  shop.products.filter((product) => product.inStock && isOffer(product));

function extent({ products, departments }: Shop): string {
  const things = products.length === 1 ? "One thing" : `${products.length.toLocaleString("en-GB")} things`;
  return departments.length > 1 ? `${things} in ${departments.length} departments` : things;
}

export function home(shop: Shop): Content {
  const available = shop.products.filter(({ inStock }) => inStock);
  const offers = onOffer(shop).slice(0, 6);
  const main = html`
    <section class="hero"><div class="wrap hero-grid">
      <div class="hero-words">
        <h1>${shop.slogan}</h1>
        <p>${extent(shop)}, and a shop window that arranges itself for you, on your own device.</p>
        <p class="hero-links"><a class="button" href="${shop.departments.length > 0 ? "/c" : "/search?q="}">Look around</a><a class="button quiet" href="/device">What does the shop know?</a></p>
      </div>
      ${mosaic(shop)}
    </div></section>
    <div id="for-you">${shelf(shop, {
      kind: "for-you",
      title: "Our favourites",
      aside: html`<a class="more" href="/device#why">Why these? ${arrowIcon()}</a>`,
      fallback: available,
      count: FOR_YOU,
      layout: "rows",
    })}</div>
    ${
      shop.departments.length > 0 &&
      html`<section class="wrap" aria-labelledby="departments">${sectionHead("Departments", html`<a class="more" href="/c">All ${arrowIcon()}</a>`, "departments")}
      <ul class="tiles">${shop.departments.slice(0, 12).map(departmentTile)}</ul></section>`
    }
    ${
      offers.length > 2 &&
      html`<section class="shelf wrap" aria-labelledby="offers" data-inkling-shelf="offers">${sectionHead("On offer this week", "", "offers")}
      <div class="shelf-row" role="list">${offers.map((product) => card(shop, product))}</div></section>`
    }
    <section class="wrap"><div class="promise">
      <h2>A shop that learns, and keeps it to itself</h2>
      <ol>
        <li><h3>You look around</h3><p>What you open, search and buy is written down in this browser, and nowhere else.</p></li>
        <li><h3>Your device ranks</h3><p>The order of the shelves is worked out here, from the catalogue and your own notes.</p></li>
        <li><h3>You can look, stop or erase</h3><p><a href="/device">Your device</a> shows every note and every reason, and forgets them when you say so.</p></li>
      </ol>
    </div></section>
    ${shelf(shop, { kind: "recently-viewed", title: "You looked at", fallback: [], count: 8, layout: "row" })}
    ${cardTemplate()}`;
  return {
    title: shop.name,
    description: `${shop.name}: ${shop.slogan}`,
    kind: "home",
    main,
  };
}
