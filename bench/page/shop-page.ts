/** What one of the compared systems has the shop put into its pages. */
export interface Additions {
  /** Into the head, last. */
  readonly head: string;
  /** In place of the lists of the products that the shop picked, of which one is in sight and one below; without it they stay as they are. */
  readonly shelf?: string;
  /** At the end of the body. */
  readonly end?: string;
}

const CARDS = 12;
const SHELF_CARDS = 4;

/** The product that the page is about: one of the generated shop, as bench/shop.ts numbers them. */
export const PRODUCT = "P100003";

const DATA_LAYER = `<script>
window.dataLayer = window.dataLayer || [];
function gtag() { dataLayer.push(arguments); }
gtag("consent", "default", { personalization_storage: "granted", analytics_storage: "granted" });
dataLayer.push({ event: "view_item", ecommerce: { currency: "EUR", value: 20, items: [{ item_id: "${PRODUCT}", price: 20, quantity: 1 }] } });
</script>`;

const JSON_LD = `<script type="application/ld+json">${JSON.stringify({
  "@context": "https://schema.org/",
  "@type": "Product",
  name: "A product",
  sku: PRODUCT,
  offers: { "@type": "Offer", priceCurrency: "EUR", price: 20 },
})}</script>`;

const STYLE = `<style>body{margin:24px;font:16px system-ui}ul{display:grid;grid-template-columns:repeat(4,1fr);gap:16px;padding:0;list-style:none}
li{height:160px;border:1px solid #ccc;overflow:hidden}inkling-shelf{display:block}</style>`;

/** Tells the server that the system has started. */
export const STARTED = "/started";

/** Cards of the shop's own markup. */
const cards = (count: number, from: number): string =>
  Array.from({ length: count }, (_, at) => {
    const id = `P${100_000 + from + at}`;
    return `<li data-inkling-item="${id}"><a href="/p/${id}"><b>Product ${id}</b></a> <span>20.00 EUR</span></li>`;
  }).join("\n");

/** A product's page as shops have it, with a data layer, JSON-LD and three lists: the same for all but for their additions. */
export function shopPage({ head, shelf = `<ul>${shelfCards()}</ul>`, end = "" }: Additions): string {
  return `<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>A product</title><link rel="icon" href="data:,">
${STYLE}${DATA_LAYER}${JSON_LD}
<script>function started() { navigator.sendBeacon("${STARTED}"); }</script>
${head}</head>
<body><h1>A product</h1><p>20.00 EUR</p><h2>Picked for you</h2>${shelf}
<h2>More</h2><ul>${cards(CARDS, 20)}</ul><h2>Before you go</h2>${shelf}${end}</body></html>`;
}

export const shelfCards = (): string => cards(SHELF_CARDS, 10);
