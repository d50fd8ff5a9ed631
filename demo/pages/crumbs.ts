import { type Html, html } from "../html/html.ts";
import type { Category } from "../shop/categories.ts";

/** From the department down to this category. */
export function lineage(category: Category | undefined): readonly Category[] {
  return category === undefined ? [] : [...lineage(category.parent), category];
}

/** The way from the front page to here; `last` is not linked. */
export function crumbs(way: readonly Category[], last: string): Html {
  return html`<nav class="crumbs" aria-label="You are here"><ol>
    <li><a href="/">Home</a></li>
    ${way.map(({ name, address }) => html`<li><a href="/c/${address}">${name}</a></li>`)}
    <li aria-current="page">${last}</li>
  </ol></nav>`;
}
