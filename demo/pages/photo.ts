import type { Product } from "inkling/compiler";
import { Html, html } from "../html/html.ts";
import { pictureOf } from "../shop/shop.ts";

export const colourOf = ({ attributes }: Product): string =>
  attributes.find(({ name }) => name === "color" || name === "colour")?.value ?? "";

/** What the picture shows, in words: "Road Running Shoes, coral". */
export function altOf(product: Product): string {
  const kind = product.category.at(-1) ?? product.title;
  const colour = colourOf(product).toLowerCase();
  return colour === "" ? kind : `${kind}, ${colour}`;
}

export interface PhotoOptions {
  /** Instead of what the picture shows; empty where the words beside it say it all. */
  readonly alt?: string;
  readonly className?: string;
  /** Fetched when it comes near the viewport. */
  readonly lazy?: boolean;
  /** Bound by Inkling's shelves. */
  readonly field?: boolean;
}

/** A product's picture. Its title stands on it, for the placeholder should the picture not come. */
export function photo(product: Product, { alt, className, lazy = false, field = false }: PhotoOptions = {}): Html {
  const attributes = [
    className !== undefined && html` class="${className}"`,
    field && new Html(' data-field="image"'),
    lazy && new Html(' loading="lazy"'),
  ];
  return html`<img${attributes} src="${pictureOf(product)}" alt="${alt ?? altOf(product)}" data-title="${product.title}" width="400" height="400" decoding="async">`;
}
