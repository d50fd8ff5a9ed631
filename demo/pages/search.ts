import { html } from "../html/html.ts";
import type { Shop } from "../shop/shop.ts";
import { card, cardTemplate } from "./card.ts";
import { crumbs } from "./crumbs.ts";
import type { Content } from "./frame.ts";
import { inOrder, pageOf, pager, readSort, sortForm } from "./listing.ts";
import { shelf } from "./shelf.ts";

export const QUERY_LENGTH = 100;

/** Every product when nothing is asked for. */
export function search(shop: Shop, parameters: URLSearchParams): Content {
  const query = (parameters.get("q") ?? "").trim().slice(0, QUERY_LENGTH);
  const { products, every } = query === "" ? { products: shop.products, every: true } : shop.search.find(query);
  const sort = readSort(parameters.get("sort"));
  const page = pageOf(inOrder(products, sort), parameters.get("page"));
  const kept = { q: query, sort: sort === "featured" ? undefined : sort };
  const title = query === "" ? "Everything" : `Results for “${query}”`;
  const cards = page.products.map((product, i) => card(shop, product, { eager: i < 8, heading: "h2" }));
  const remark = every
    ? `${products.length.toLocaleString("en-GB")} ${products.length === 1 ? "product" : "products"}`
    : `Nothing holds all of these words. ${products.length.toLocaleString("en-GB")} hold some.`;
  const main =
    products.length === 0
      ? nothing(shop, query)
      : html`<div class="wrap">
        ${crumbs([], title)}
        <div class="listing-head"><h1>${title}</h1><p class="quiet-text">${remark}</p>${sortForm("/search", kept, sort, query === "" ? "Our favourites" : "Best match")}</div>
        <div class="listing"><div>
          <div class="grid" role="list" data-inkling-shelf="search">${cards}</div>
          ${pager("/search", kept, page)}
        </div></div>
      </div>`;
  return {
    title,
    description: `Search ${shop.name}.`,
    kind: "search",
    query,
    main,
    ...(query === "" ? {} : { track: [{ name: "search", params: { search_term: query } }] }),
  };
}

function nothing(shop: Shop, query: string): Content["main"] {
  return html`<div class="wrap">
    <div class="blank">
      <img src="/img/magnifying-glass-tilted-left.sage.0.svg" alt="" width="200" height="200">
      <h1>Nothing found for “${query}”</h1>
      <p>Try fewer letters, a plainer word, or start from a department.</p>
      <ul class="chips">${shop.departments.slice(0, 12).map(({ name, address }) => html`<li><a href="/c/${address}">${name}</a></li>`)}</ul>
    </div>
  </div>
  ${shelf(shop, { kind: "for-you", title: "Our favourites", fallback: shop.products.filter(({ inStock }) => inStock), count: 6, layout: "row" })}
  ${cardTemplate()}`;
}
