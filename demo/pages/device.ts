import { html } from "../html/html.ts";
import type { Shop } from "../shop/shop.ts";
import type { Content } from "./frame.ts";

/** "Your device": drawn by client/device.ts from Inkling's public API. The server knows nothing it could show here. */
export function device(shop: Shop, script: string): Content {
  const main = html`<div class="wrap device">
    <header class="device-head">
      <h1>Your device</h1>
      <p>What this shop's window knows about you is kept in this browser, and this page shows all of it. The shop's server never sees it, so the page is put together here.</p>
    </header>
    <div data-device>
      <p class="panel waiting" role="status">Asking your device…</p>
    </div>
    <noscript><p class="panel">Without JavaScript nothing is recorded, nothing is ranked, and there is nothing to show. The shop keeps its own order.</p></noscript>
  </div>`;
  return {
    title: "Your device",
    description: `What ${shop.name} knows about you, on your own device.`,
    kind: "other",
    main,
    scripts: [script],
  };
}
