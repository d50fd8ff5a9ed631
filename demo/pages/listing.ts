import type { Product } from "inkling/compiler";
import { Html, html } from "../html/html.ts";

export const PAGE_SIZE = 48;

export const counted = (n: number): string => (n === 1 ? "1 product" : `${n.toLocaleString("en-GB")} products`);

/** The orders a shopper can choose. "featured" is the list's own: what it is called, the list says. */
export const SORTS = {
  featured: "",
  "price-up": "Price, low to high",
  "price-down": "Price, high to low",
  name: "Name",
} as const;

export type Sort = keyof typeof SORTS;

export const readSort = (text: string | null): Sort =>
  text !== null && Object.hasOwn(SORTS, text) ? (text as Sort) : "featured"; // an own key of SORTS

const amount = ({ price }: Product): number => price?.amount ?? Number.POSITIVE_INFINITY;
const collator = new Intl.Collator("en");

const COMPARE: Readonly<Record<Exclude<Sort, "featured">, (a: Product, b: Product) => number>> = {
  "price-up": (a, b) => amount(a) - amount(b) || 0,
  // Without a price: last in both directions.
  "price-down": (a, b) => (b.price?.amount ?? -1) - (a.price?.amount ?? -1),
  name: (a, b) => collator.compare(a.title, b.title),
};

const sorted = new WeakMap<readonly Product[], Map<Sort, readonly Product[]>>();

/** In the order asked for; each list is sorted once. Products without a price come last. */
export function inOrder(products: readonly Product[], sort: Sort): readonly Product[] {
  if (sort === "featured") return products;
  const orders = sorted.get(products) ?? new Map<Sort, readonly Product[]>();
  sorted.set(products, orders);
  const known = orders.get(sort) ?? [...products].sort(COMPARE[sort]);
  orders.set(sort, known);
  return known;
}

export interface PageOf {
  readonly products: readonly Product[];
  /** From 1. */
  readonly number: number;
  readonly pages: number;
}

/** One page of a list; a number that is none, or beyond the end, gives the nearest. */
export function pageOf(products: readonly Product[], asked: string | null): PageOf {
  const pages = Math.max(1, Math.ceil(products.length / PAGE_SIZE));
  const number = Math.min(pages, Math.max(1, Math.floor(Number(asked ?? 1)) || 1));
  return { products: products.slice((number - 1) * PAGE_SIZE, number * PAGE_SIZE), number, pages };
}

export type Parameters = Readonly<Record<string, string | undefined>>;

/** An address with those of its parameters that are not empty. */
export function address(path: string, parameters: Parameters): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters))
    if (value !== undefined && value !== "") query.set(name, value);
  return query.size === 0 ? path : `${path}?${query}`;
}

/** A form that changes the order as soon as one is chosen, and has a button without JavaScript. */
export function sortForm(path: string, parameters: Parameters, sort: Sort, featured: string): Html {
  return html`<form class="sort" action="${path}" data-submit-on-change>
    ${Object.entries(parameters).map(([name, value]) => value !== undefined && value !== "" && name !== "sort" && name !== "page" && html`<input type="hidden" name="${name}" value="${value}">`)}
    <label for="sort">Sort by</label>
    <select id="sort" name="sort">${Object.entries(SORTS).map(
      ([value, label]) =>
        html`<option value="${value}"${value === sort && new Html(" selected")}>${label || featured}</option>`,
    )}</select>
    <noscript><button class="button quiet small">Sort</button></noscript>
  </form>`;
}

/** The page numbers to link: the first, the last, and those around the current one. */
function numbers(number: number, pages: number): readonly number[] {
  const near = [1, number - 1, number, number + 1, pages].filter((n) => n >= 1 && n <= pages);
  return [...new Set(near)];
}

export function pager(path: string, parameters: Parameters, { number, pages }: PageOf): Html | false {
  if (pages < 2) return false;
  const to = (n: number): string => address(path, { ...parameters, page: n === 1 ? undefined : String(n) });
  const shown = numbers(number, pages);
  return html`<nav class="pager" aria-label="Pages"><ul>
    ${number > 1 && html`<li><a rel="prev" href="${to(number - 1)}">Previous</a></li>`}
    ${shown.map((n, i) => [
      i > 0 && n > (shown[i - 1] ?? 0) + 1 && html`<li class="gap" aria-hidden="true">…</li>`,
      html`<li><a href="${to(n)}"${n === number && new Html(' aria-current="page"')}><span class="hidden">Page </span>${n}</a></li>`,
    ])}
    ${number < pages && html`<li><a rel="next" href="${to(number + 1)}">Next</a></li>`}
  </ul></nav>`;
}
