import { escapeHtml, Html, html, jsonScript, type Part, script } from "../html/html.ts";
import type { Shop } from "../shop/shop.ts";
import { bagIcon, dropIcon, pebbles, searchIcon } from "./icons.ts";

/** What every page needs besides its own content. */
export interface View {
  readonly shop: Shop;
  /** How many things are in the basket. */
  readonly basketCount: number;
  /** For Inkling's `data-consent`; undefined as long as the shopper has not touched the switches. */
  readonly consent: string | undefined;
  readonly assets: Assets;
}

/** Addresses of the shop's own style and script, and of Inkling. */
export interface Assets {
  readonly style: string;
  readonly script: string;
  readonly deviceScript: string;
  readonly sdk: string;
  readonly catalogue: string;
  /** What stands before the script tag; the policy names its hash. */
  readonly stub: string;
  /** The servers that add up what devices learn, for `data-federation`; undefined where there are none. */
  readonly federation?: Federation;
}

export interface Federation {
  /** As JSON. */
  readonly json: string;
  /** Origins that a device then talks to, beside the shop's own. */
  readonly origins: readonly string[];
}

/** A GA4 e-commerce call that the page makes once it is there. */
export interface Tracked {
  readonly name: string;
  readonly params: Readonly<Record<string, unknown>>;
}

export interface Content {
  readonly title: string;
  readonly description: string;
  /** GA4's kind of page, for Inkling's context. */
  readonly kind: "home" | "category" | "product" | "search" | "cart" | "checkout" | "other";
  readonly main: Html;
  readonly track?: readonly Tracked[];
  readonly query?: string;
  /** The department whose link is marked as current. */
  readonly department?: string;
  readonly scripts?: readonly string[];
}

const NAV_DEPARTMENTS = 12;

function header({ shop, basketCount }: View, { query, department }: Content): Html {
  return html`<header class="head">
    <div class="head-bar wrap">
      <a class="wordmark" href="/">${pebbles()}<span>${shop.name}</span></a>
      <form class="search" action="/search" role="search">
        <label class="hidden" for="q">Search the shop</label>
        <input id="q" name="q" type="search" maxlength="100" placeholder="Search the shop" value="${query ?? ""}" autocomplete="off">
        <button aria-label="Search">${searchIcon()}</button>
      </form>
      <nav class="head-links" aria-label="You">
        <a href="/device">${dropIcon()}<span>Your device</span></a>
        <a href="/cart">${bagIcon()}<span>Basket</span> <b class="count" data-basket-count ${basketCount === 0 && new Html("hidden")}>${basketCount}</b></a>
      </nav>
    </div>
    <nav class="departments" aria-label="Departments">
      <ul class="wrap">
        ${shop.departments
          .slice(0, NAV_DEPARTMENTS)
          .map(
            ({ name, address }) =>
              html`<li><a href="/c/${address}"${name === department && new Html(' aria-current="true"')}>${name}</a></li>`,
          )}
        ${shop.departments.length > NAV_DEPARTMENTS && html`<li><a href="/c">All departments</a></li>`}
      </ul>
    </nav>
  </header>`;
}

function footer({ shop }: View): Html {
  return html`<footer class="foot">
    <div class="wrap foot-grid">
      <p class="foot-about"><strong>${shop.name}</strong> is a demonstration shop. Nothing here is for sale, and no order is ever sent anywhere.</p>
      <nav aria-label="About this shop">
        <ul>
          <li><a href="/c">All departments</a></li>
          <li><a href="/cart">Basket</a></li>
          <li><a href="/device">Your device: what this shop knows</a></li>
          <li><a href="/privacy">You decide: what it may know</a></li>
        </ul>
      </nav>
      <p class="foot-ink">Ranked on your device by Inkling. What you look at stays in this browser.</p>
    </div>
  </footer>`;
}

/** Inkling's tag, with the shopper's switches once they have been touched. */
const sdkScript = ({ assets, consent }: View): Html =>
  script({
    async: true,
    src: assets.sdk,
    "data-catalog": assets.catalogue,
    ...(consent === undefined ? {} : { "data-consent": consent }),
    ...(assets.federation === undefined ? {} : { "data-federation": assets.federation.json }),
  });

/** A whole document. */
export function frame(view: View, content: Content): Html {
  const { assets, shop } = view;
  const name = content.title === shop.name ? shop.name : `${content.title} · ${shop.name}`;
  return html`${new Html("<!doctype html>")}
<html lang="en-GB">
<head>
<meta charset="utf-8">
<title>${name}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="${content.description}">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" media="(prefers-color-scheme: light)" content="#ffffff">
<meta name="theme-color" media="(prefers-color-scheme: dark)" content="#15171d">
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${assets.style}">
${script({}, assets.stub)}
${sdkScript(view)}
${[assets.script, ...(content.scripts ?? [])].map((src) => script({ type: "module", src }))}
</head>
<body data-page="${content.kind}" data-currency="${shop.currency}">
<a class="skip" href="#main">Skip to the content</a>
${header(view, content)}
<main id="main" tabindex="-1">${content.main}</main>
${footer(view)}
${content.track !== undefined && jsonScript("track", content.track)}
<div class="toast" role="status" aria-live="polite" data-toast></div>
</body>
</html>`;
}

/** A heading with an optional remark and link beside it. */
export const sectionHead = (title: Part, aside: Part = "", id?: string): Html =>
  html`<div class="section-head"><h2${id !== undefined && new Html(` id="${escapeHtml(id)}"`)}>${title}</h2>${aside}</div>`;
