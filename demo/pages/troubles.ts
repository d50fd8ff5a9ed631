import { html } from "../html/html.ts";
import type { Shop } from "../shop/shop.ts";
import { card, cardTemplate } from "./card.ts";
import { type Content, sectionHead } from "./frame.ts";

export function notFound(shop: Shop): Content {
  const best = shop.products.filter(({ inStock }) => inStock).slice(0, 6);
  const main = html`<div class="wrap"><div class="blank">
      <img src="/img/compass.sky.1.svg" alt="" width="200" height="200">
      <h1>This page is not here</h1>
      <p>It may have been sold out, renamed, or never written.</p>
      <p><a class="button" href="/">To the front page</a> <a class="button quiet" href="/c">All departments</a></p>
    </div></div>
    <section class="shelf wrap">${sectionHead("What others come for")}<div class="shelf-row" role="list">${best.map((product) => card(shop, product))}</div></section>
    ${cardTemplate()}`;
  return { title: "Not found", description: "This page is not here.", kind: "other", main };
}

/** For a request that cannot be served; the words say what to do. */
export const trouble = (title: string, words: string): Content => ({
  title,
  description: title,
  kind: "other",
  main: html`<div class="wrap"><div class="blank">
    <img src="/img/wrench.stone.4.svg" alt="" width="200" height="200">
    <h1>${title}</h1><p>${words}</p><p><a class="button" href="/">To the front page</a></p>
  </div></div>`,
});
