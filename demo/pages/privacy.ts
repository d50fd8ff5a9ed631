import { Html, html } from "../html/html.ts";
import type { Shop } from "../shop/shop.ts";
import type { Content } from "./frame.ts";

/** What the shopper decides: Inkling's own panel, in the page's language or in Chinese. */
export function privacy(shop: Shop, params: URLSearchParams): Content {
  const chinese = params.get("lang") === "zh";
  const main = html`<div class="wrap privacy">
    <header class="device-head">
      <h1${chinese && new Html(' lang="zh-CN"')}>${chinese ? "由您决定" : "You decide"}</h1>
      <p>${
        chinese
          ? html`<span lang="zh-CN">在此设备上看到、引导、带走和删除一切。</span> <a href="/privacy" hreflang="en">English</a>`
          : html`See, steer, take along and erase what this shop's window knows, all on this device. <a href="/privacy?lang=zh" hreflang="zh" lang="zh-CN">中文</a>`
      }</p>
    </header>
    <inkling-privacy${chinese && new Html(' lang="zh-CN"')}><p class="panel" role="status">${
      chinese
        ? "正在询问您的设备…… 若一直没有显示，请重新加载页面。"
        : "Asking your device… If nothing comes, load the page again."
    }</p></inkling-privacy>
    <noscript><p class="panel">Without JavaScript nothing is recorded and nothing is ranked. The shop keeps its own order.</p></noscript>
  </div>`;
  return {
    title: "You decide",
    description: `What ${shop.name} may know about you, on your own device.`,
    kind: "other",
    main,
  };
}
