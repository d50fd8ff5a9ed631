import { Html, html } from "../html/html.ts";
import type { Category } from "../shop/categories.ts";
import { isOffer } from "../shop/money.ts";
import type { Shop } from "../shop/shop.ts";
import { card, cardTemplate } from "./card.ts";
import { crumbs, lineage } from "./crumbs.ts";
import { type Content, sectionHead } from "./frame.ts";
import { address, counted, inOrder, pageOf, pager, readSort, sortForm } from "./listing.ts";

const EAGER = 8;

const PICKED = 6;
/** The grid begins with the best: the row above it shows others. */
const SHOWN_BELOW = 12;

/** Worth a look: offers first. The page's script puts the shopper's own in their place (client/picked.ts). */
function picked(shop: Shop, found: Category): Html | false {
  const others = found.products.slice(SHOWN_BELOW).filter(({ inStock }) => inStock);
  const chosen = [...others.filter(isOffer), ...others.filter((product) => !isOffer(product))].slice(0, PICKED);
  if (chosen.length < PICKED) return false;
  return html`<section class="picked" aria-labelledby="picked">
    ${sectionHead(html`<span data-heading="${found.name}">Worth a look</span>`, "", "picked")}
    <div class="shelf-row" role="list" data-inkling-shelf="picked" data-picked="${found.path.join(" > ")}">${chosen.map((product) => card(shop, product, { eager: true }))}</div>
  </section>`;
}

/** The category's own sub-categories, or its sisters when it has none. */
function filter(category: Category): Html | false {
  const base = category.children.length > 0 ? category : category.parent;
  if (base === undefined) return false;
  const link = (to: Category, label: string): Html =>
    html`<li><a href="/c/${to.address}"${to === category && new Html(' aria-current="true"')}>${label} <span>${to.products.length}</span></a></li>`;
  return html`<nav class="filter" aria-label="Within ${base.name}"><h2 class="filter-title">${base.name}</h2><ul>
    ${link(base, "All")}${base.children.map((child) => link(child, child.name))}
  </ul></nav>`;
}

export function category(shop: Shop, found: Category, query: URLSearchParams): Content {
  const sort = readSort(query.get("sort"));
  const page = pageOf(inOrder(found.products, sort), query.get("page"));
  const path = `/c/${found.address}`;
  const parameters = { sort: sort === "featured" ? undefined : sort };
  const way = lineage(found.parent);
  const cards = page.products.map((product, i) => card(shop, product, { eager: i < EAGER, heading: "h2" }));
  const side = filter(found);
  const main = html`<div class="wrap">
    ${crumbs(way, found.name)}
    <div class="listing-head"><h1>${found.name}</h1><p class="quiet-text">${counted(found.products.length)}${page.pages > 1 && `, page ${page.number} of ${page.pages}`}</p>${sortForm(path, parameters, sort, "Recommended")}</div>
    <div class="${side === false ? "listing" : "listing with-side"}">
      ${side}
      <div>
        ${sort === "featured" && page.number === 1 && picked(shop, found)}
        ${
          sort === "featured"
            ? html`<inkling-sort class="grid" role="list" item-selector="[data-inkling-item]" data-inkling-shelf="category">${cards}</inkling-sort>`
            : html`<div class="grid" role="list" data-inkling-shelf="category">${cards}</div>`
        }
        ${pager(path, parameters, page)}
      </div>
    </div>
  </div>${cardTemplate()}`;
  return {
    title: page.number > 1 ? `${found.name}, page ${page.number}` : found.name,
    description: `${found.name} at ${shop.name}: ${counted(found.products.length)}.`,
    kind: "category",
    department: (way[0] ?? found).name,
    main,
  };
}

/** Every department with its sub-categories. */
export function departments(shop: Shop): Content {
  const main = html`<div class="wrap">
    ${crumbs([], "All departments")}
    <div class="listing-head"><h1>All departments</h1></div>
    <ul class="department-list">${shop.departments.map(
      (department) => html`<li>
        <h2><a href="/c/${department.address}">${department.name}</a></h2>
        <ul>${department.children.slice(0, 12).map((child) => html`<li><a href="${address(`/c/${child.address}`, {})}">${child.name}</a> <span class="quiet-text">${child.products.length}</span></li>`)}</ul>
      </li>`,
    )}</ul>
    ${shop.departments.length === 0 && html`<p class="quiet-text">This shop has no departments: its feed names no categories. <a href="/search?q=">Look through everything</a>.</p>`}
  </div>`;
  return { title: "All departments", description: `Every department of ${shop.name}.`, kind: "other", main };
}
