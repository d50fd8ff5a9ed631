import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { readFeed } from "../../compiler/feed/read.ts";
import { CHROMIUM_FLAGS } from "../../scripts/chromium.mjs";
import type { InklingGlobal } from "../../src/page/command.ts";
import { STUB } from "../../src/page/stub.ts";
import { packOf } from "../core/rank/shop.ts";
import { launchBrowser, leaveNothingToChance, restsMeanwhile, WITH_BACK_FORWARD_CACHE } from "./support/browser.ts";
import { asServed, codeUnder } from "./support/guide.ts";
import { context, page, site, useStage } from "./support/stage.ts";
import { openUndriven } from "./support/undriven.ts";

declare global {
  var inkling: InklingGlobal;
}

const fixture = (name: string): string => readFileSync(new URL(`fixtures/${name}`, import.meta.url), "utf8");

useStage({
  packs() {
    const { products } = readFeed(readFileSync(new URL("fixtures/feed.tsv", import.meta.url)), "feed.tsv");
    return { "/fixtures/": packOf(products, []) };
  },
  launch: WITH_BACK_FORWARD_CACHE,
  hearsConsole: true,
  failsOnErrors: true,
});
beforeEach(() => leaveNothingToChance(context));

/** Of a page that has no fixture. */
const TAG = '<script async src="/inkling.js" data-catalog="/fixtures/catalog.json"></script>';
const PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>';
const open = (name: string, html = fixture(`${name}.html`)): Promise<unknown> => page.goto(site.page(name, html));
/** Everything kept, oldest first, as "view SHOE-1". */
const kept = (): Promise<string[]> =>
  page.evaluate(async () => {
    await inkling.ready;
    return (await inkling.events())
      .toReversed()
      .map(({ kind, item, items, query }) => `${kind} ${item ?? items ?? query}`);
  });
const comes = (events: readonly string[]) => expect.poll(kept, { timeout: 20_000, interval: 100 }).toEqual(events);
/** Until whatever else might be told has been. */
const settle = (): Promise<void> => page.waitForTimeout(1_500);
const started = (): Promise<unknown> => page.waitForFunction(() => "inkling" in window && "destroy" in window.inkling);

test("a plain page with a data layer, JSON-LD and one script tag ranks for its shopper, each event counted once", async () => {
  await open("plain");
  await started();
  await comes(["view SHOE-1"]);
  await page.click("#cart");
  await comes(["view SHOE-1", "cart SHOE-1"]);
  await settle();
  await comes(["view SHOE-1", "cart SHOE-1"]);
  const reply = await page.evaluate(() => inkling.rank({ n: 3 }));
  expect(reply).toMatchObject({ basis: "personal", reason: "ok" });
  expect(reply.items.every(({ id }) => id.startsWith("SHOE"))).toBe(true);
  expect(await page.evaluate(() => inkling.status())).toMatchObject({ state: "ready", problems: { count: 0 } });
  const chunks = site.log.filter((path) => /sources|ga4|json-ld|woo|shopify/.test(path)).sort();
  expect(chunks).toEqual(["/ga4.js", "/json-ld.js", "/sources.js"]);
});

test("the quick starts' tags are those of the fixtures, and the shelf of the plain page fills on the next visit", async () => {
  const [tag, shelf] = codeUnder("A plain page").map(asServed);
  expect(fixture("plain.html")).toContain(tag?.trim());
  expect(fixture("shopify.html")).toContain(asServed(codeUnder("Shopify")[0]).trim().split("\n").at(-1));
  await open("plain");
  await started();
  await comes(["view SHOE-1"]);
  await context.route("https://shop.example/i/*", (route) =>
    route.fulfill({ contentType: "image/svg+xml", body: PICTURE }),
  );
  // Below what is in view, where it may grow.
  const below = '<div style="height: 200vh"></div>';
  await open("shelf", fixture("plain.html").replace("</h1>", `</h1>${below}${shelf}`));
  const titles = async () => (await page.locator("inkling-shelf li b").allTextContents()).sort();
  const others = ["Pulse", "Storm", "Swift"].map((name) => `${name} running shoe`);
  await expect.poll(titles, { timeout: 20_000 }).toEqual(others);
});

test("a product that the catalogue does not know is known by its title, on this device, until it is erased", async () => {
  const page1 = fixture("plain.html")
    .replaceAll("SHOE-1", "SHOE-99")
    .replaceAll("1010", "9990")
    .replaceAll("glide-running-shoe", "new");
  await open("unlisted", page1.replaceAll("Glide running shoe", "Glide running shoe, winter edition"));
  await started();
  await comes(["view SHOE-99"]);
  const { basis, items } = await page.evaluate(() => inkling.rank({ n: 3 }));
  expect([basis, items[0]?.id]).toEqual(["personal", "SHOE-1"]);
  expect(items[0]?.reason.text).toBe("Similar to Glide running shoe, winter edition");
  const status = await page.evaluate(() => inkling.status());
  expect(status.engine?.unmatched).toEqual({ share: 1, samples: ["SHOE-99"] });
  await page.evaluate(() => inkling.erase());
  expect(await page.evaluate(() => inkling.rank({ n: 3 }))).toMatchObject({
    basis: "shop-order",
    reason: "first-visit",
  });
});

test("one whose title is like none is of the category that the page's trail leads to", async () => {
  await open("category");
  await started();
  await page.evaluate(() => inkling.ready);
  await page.waitForFunction(() => performance.getEntriesByName(`${location.origin}/json-ld.js`).length > 0);
  await page.click("#cart");
  await comes(["cart SHOE-98"]);
  const [event] = await page.evaluate(() => inkling.events());
  expect(event).toMatchObject({ title: "Aurora 2", category: "Sport & leisure > Running shoes" });
  const { basis, items } = await page.evaluate(() => inkling.rank({ n: 3 }));
  expect([basis, items[0]?.reason.text]).toEqual(["personal", "Similar to Aurora 2"]);
  expect(items.map(({ id }) => id.split("-")[0])).toEqual(["SHOE", "SHOE", "SHOE"]);
  // And of that which its line in the data layer names, of which nothing is kept where it is sensitive.
  await page.evaluate(() => {
    const say = (item: object): void => {
      const ecommerce = { items: [{ item_name: "Borealis", ...item }] };
      (window as unknown as { dataLayer: object[] }).dataLayer.push({ event: "add_to_cart", ecommerce });
    };
    say({ item_id: "NEW-1", item_category: "Beauty & care", item_category2: "Sexual wellness" });
    say({ item_id: "NEW-2", item_category: "Outdoor", item_category2: "Tents" });
  });
  await comes(["cart SHOE-98", "cart NEW-2"]);
  expect((await page.evaluate(() => inkling.events(1)))[0]?.category).toBe("Outdoor > Tents");
  // And of each that a list shows.
  await page.evaluate(() => {
    const lines = ["Sex toys", "Tents"].map((item_category, k) => ({ item_id: `LIST-${k}`, item_category }));
    const say = (items: object[]): void => {
      const ecommerce = { item_list_id: "all", items };
      (window as unknown as { dataLayer: object[] }).dataLayer.push({ event: "view_item_list", ecommerce });
    };
    say(lines);
  });
  await comes(["cart SHOE-98", "cart NEW-2", "list LIST-1"]);
});

test.each([
  [
    "JSON-LD",
    '"application/ld+json">{"@type": "Product", "sku": "NEW-1", "name": "Borealis", "category": "Beauty > Sexual wellness"}',
  ],
  [
    "theme embed",
    '"application/json" data-inkling-product>{"id": 7, "handle": "borealis", "title": "Borealis", "type": "Sexual wellness"}',
  ],
])(
  "nothing is kept of a product that the catalogue does not know, where its %s calls its category as a sensitive one",
  async (_, block) => {
    await open("sensitive", `<script type=${block}</script>${TAG}`);
    await started();
    await page.evaluate(() => inkling.ready);
    await page.waitForFunction(() =>
      performance.getEntriesByType("resource").some(({ name }) => /json-ld|shopify/.test(name)),
    );
    await settle();
    const refused = await page.evaluate(async () => {
      // Nor of one of which a call says so.
      const levels = { item_category: "Beauty", item_category2: "Sex toys" };
      const refused = await inkling.track("view_item", { items: [{ item_id: "NEW-2", ...levels }] });
      await inkling.track("view_item", { item_id: "SHOE-1" });
      return refused;
    });
    expect(refused).toEqual({ stored: 0, reason: "sensitive" });
    await comes(["view SHOE-1"]);
  },
);

test("what a page's sources had still to tell is kept where it is left first", async () => {
  const tag = 'src="/inkling.js"';
  const frozen = "Object.freeze(dataLayer);</script>";
  await open("left", fixture("plain.html").replace("</script>", frozen));
  site.page("next", `<script ${tag} data-catalog="/fixtures/catalog.json"></script>`);
  await started();
  await page.evaluate(() => inkling.ready);
  await page.waitForFunction(() => performance.getEntriesByName(`${location.origin}/json-ld.js`).length > 0);
  await comes(["view SHOE-1"]);
  await page.evaluate(() => {
    // Read as JSON-LD has it a second later, and from a layer that nobody can wrap at the next look.
    const script = document.querySelector('[type="application/ld+json"]');
    if (script)
      script.textContent =
        script.textContent
          ?.replaceAll("SHOE-1", "SHOE-2")
          .replace("Glide", "Storm")
          .replace("1010", "1020")
          .replace("glide", "storm") ?? "";
    const ecommerce = { items: [{ item_id: "SHOE-3" }] };
    Object.assign(window, { dataLayer: Object.freeze([{ event: "add_to_cart", ecommerce }]) });
  });
  await page.waitForTimeout(500);
  await page.click("a");
  await page.waitForURL("**/next");
  await started();
  // The second look at the JSON-LD may have come before the page was left: then its view is the earlier one.
  const all = ["cart SHOE-3", "view SHOE-1", "view SHOE-2"];
  await expect.poll(async () => (await kept()).toSorted(), { timeout: 20_000 }).toEqual(all);
});

test("each source has its switch, and without any none of their own code is loaded", async () => {
  const tag = 'src="/inkling.js"';
  await open("json-ld-only", fixture("plain.html").replace(tag, `${tag} data-sources="json-ld shopify"`));
  await started();
  await comes(["view SHOE-1"]);
  await page.click("#cart");
  await settle();
  await comes(["view SHOE-1"]);
  expect(site.log).not.toContain("/ga4.js");
  site.log.length = 0;
  await open("none", fixture("plain.html").replace(tag, `${tag} data-sources="none"`));
  await started();
  await settle();
  await comes(["view SHOE-1"]);
  expect(site.log.filter((path) => /ga4|json-ld/.test(path))).toEqual([]);
});

test("without any source calls and attributes that tell of one act are one, as often as it is done", async () => {
  const tag = '<script async src="/inkling.js" data-catalog="/fixtures/catalog.json" data-sources="none"></script>';
  const call = "inkling.track('select_item', { item_id: 'SHOE-1' })";
  await open("none", `${tag}<button data-inkling-item="SHOE-1" onclick="${call}">Glide running shoe</button>`);
  await started();
  await page.evaluate(() => inkling.ready);
  await page.waitForFunction(() => performance.getEntriesByName(`${location.origin}/sources.js`).length > 0);
  await settle();
  for (let press = 0; press < 3; press++) await page.click("button");
  await settle();
  const clicks = async () => (await kept()).filter((event) => event === "click SHOE-1");
  await expect.poll(clicks, { timeout: 20_000 }).toHaveLength(3);
});

/** What Tag Manager does with a data layer: its push calls the one before, and gives an answer of its own. It loads Inkling as one of its tags. */
const GTM = `(() => {
  const layer = window.shopLayer, inner = layer.push;
  layer.push = function () {
    inner.apply(layer, arguments);
    while (layer.length > 300) layer.shift();
    return "gtm";
  };
  ${asServed(codeUnder("Google Tag Manager")[0])
    .replace(/<\/?script>/g, "")
    .replace('"dataLayer"', '"shopLayer"')}
})();`;

test("loaded by Tag Manager it reads a layer of another name, gtag's calls before it, and later pushes with their own answers", async () => {
  await context.route("https://www.googletagmanager.com/**", (route) =>
    route.fulfill({ contentType: "text/javascript", body: GTM }),
  );
  await open("gtm");
  await started();
  await comes(["list SHOE-0,SHOE-2"]);
  await page.click("#select");
  await comes(["list SHOE-0,SHOE-2", "click SHOE-2"]);
  expect(await page.evaluate(() => (window as unknown as { given: unknown }).given)).toBe("gtm");
  // The layer's consent mode is heard as well.
  await page.evaluate("gtag('consent', 'update', { personalization_storage: 'denied' })");
  await page.waitForFunction(async () => (await inkling.consent()).store === false);
});

test("WooCommerce: blocks and forms, one product by number and SKU", async () => {
  await open("woocommerce");
  await started();
  await comes(["view STOVE-0"]);
  await page.click("#block");
  await comes(["view STOVE-0", "cart 102"]);
  await page.click("#remove");
  await page.click("#title");
  await comes(["view STOVE-0", "cart 102", "uncart 102", "click 102"]);
  site.page("cart", fixture("plain.html").replace(/<script(?: type=[^>]*)?>[\s\S]*?<\/script>/g, ""));
  await page.click(".single_add_to_cart_button");
  await page.waitForURL("**/cart");
  await started();
  await comes(["view STOVE-0", "cart 102", "uncart 102", "click 102", "cart 101"]);
});

test("WooCommerce without blocks: each button's own product, links that add, a group by its quantities, all of it once", async () => {
  const jquery = fileURLToPath(import.meta.resolve("jquery/dist/jquery.min.js"));
  await context.route("**/jquery.js", (route) => route.fulfill({ path: jquery }));
  await open("woocommerce-classic");
  await started();
  let all = ["view STOVES"];
  const then = (...more: string[]) => {
    all = [...all, ...more];
    return comes(all);
  };
  await then();
  // The second is pressed before the shop has answered the first.
  await page.evaluate(() => {
    for (const id of ["#ajax-101", "#ajax-102"]) document.querySelector<HTMLElement>(id)?.click();
  });
  await then("cart 101", "cart 102");
  await page.click("#mini-101");
  await then("uncart 101");
  await page.click("#options");
  await settle();
  await then();
  await page.click("#link-103");
  await then("cart 103", "view STOVES");

  // An empty group is refused; a theme that sends the form itself says so by the form's button.
  const quantities = "form.cart input";
  const tell = (...button: string[]) =>
    page.evaluate(([name]) => {
      const { jQuery } = window as unknown as { jQuery(of: unknown): { trigger(name: string, more: unknown[]): void } };
      jQuery(document.body).trigger("added_to_cart", name === undefined ? [] : [{}, "hash", jQuery(name)]);
    }, button);
  await page.$eval("form.cart", (form) =>
    form.addEventListener("submit", (event) => event.preventDefault(), { once: true }),
  );
  await page.click(".single_add_to_cart_button");
  await tell();
  await page.fill(`${quantities}[name="quantity[101]"]`, "3");
  await tell(".single_add_to_cart_button");
  await then("cart 101");
  expect((await page.evaluate(() => inkling.events(1)))[0]?.quantity).toBe(3);

  // A plugin's word of what the form has added comes with the page that follows.
  const ecommerce = { items: ["102", "103"].map((item_id) => ({ item_id, quantity: 2 })) };
  const layer = `<script>dataLayer = ${JSON.stringify([{ event: "add_to_cart", ecommerce }])}</script>`;
  site.page("cart", `<body class="woocommerce-cart woocommerce-page">${layer}${TAG}`);
  await page.fill(`${quantities}[name="quantity[101]"]`, "");
  await page.fill(`${quantities}[name="quantity[102]"]`, "2");
  await page.check(`${quantities}[type="checkbox"]`);
  await page.click(".single_add_to_cart_button");
  await page.waitForURL("**/cart");
  await started();
  await then("cart 102", "cart 103");
  await page.waitForFunction(() => performance.getEntriesByName(`${location.origin}/ga4.js`).length > 0);
  await settle();
  await then();
});

test("WooCommerce: what a form has added is counted once, though a plugin calls it by its variation on the page that follows", async () => {
  const form = (variation: number): string => `
    <form class="variations_form cart" action="/chosen" method="post" data-product_id="101"
      data-product_variations='[{"variation_id": 205, "sku": "STOVE-0-RED"}, {"variation_id": 206, "sku": "STOVE-0-BLUE"}]'>
      <input type="hidden" name="add-to-cart" value="101"><input type="hidden" name="product_id" value="101">
      <input type="hidden" name="variation_id" class="variation_id" value="${variation}">
      <button type="submit" class="single_add_to_cart_button button alt">Add to cart</button>
    </form>`;
  const shell = (inside: string): string => `<body class="single-product woocommerce woocommerce-page">${inside}${TAG}`;
  const ecommerce = { items: [{ item_id: "STOVE-0-RED", quantity: 1 }] };
  const layer = `<script>dataLayer = ${JSON.stringify([{ event: "add_to_cart", ecommerce }])}</script>`;
  site.page("chosen", shell(layer + form(0)));
  await open("choosing", shell(form(205)));
  await started();
  await kept();
  await page.waitForFunction(() => performance.getEntriesByName(`${location.origin}/woocommerce.js`).length > 0);
  await settle();
  await page.click(".single_add_to_cart_button");
  await page.waitForURL("**/chosen");
  await started();
  await comes(["cart 101"]);
  await page.waitForFunction(() => performance.getEntriesByName(`${location.origin}/ga4.js`).length > 0);
  await settle();
  await comes(["cart 101"]);
});

test("Shopify: a product and its variants are one, and a cart that refuses counts nothing", async () => {
  await open("shopify");
  await started();
  await comes(["view 632910390"]);
  await page.evaluate(() => {
    // What the fixture's theme has.
    const theme = window as unknown as {
      dispatch(name: string, fields: object): void;
      line(variant: number, quantity: number): object;
      cart(...lines: object[]): Promise<object>;
    };
    const change = (action: string, promise: Promise<object>, ...lines: object[]): void =>
      theme.dispatch("shopify:cart:lines-update", { action, context: "product", lines, promise });
    const line = (merchandiseId: string) => ({ merchandiseId, quantity: 1 });
    change("add", theme.cart(theme.line(8089508101, 1)), line("8089508101"));
    change("add", Promise.resolve({ cart: {}, userErrors: [{ message: "sold out" }] }), line("8089508100"));
    const failing = Promise.reject(new Error("offline"));
    failing.catch(() => {});
    change("add", failing, line("8089508100"));
    change("remove", theme.cart(), { id: "gid://shopify/CartLine/8089508101", quantity: 0 });
    theme.dispatch("shopify:product:view", { context: "collection", product: { id: 632910391, title: "Ridge tent" } });
    setTimeout(() => theme.dispatch("shopify:search:update", { search: { query: "ridge tent" } }), 100);
  });
  await comes(["view 632910390", "cart 8089508101", "uncart 8089508101", "search ridge tent"]);
});

test("Shopify: the pixel of the quick start leaves a purchase to the shop's next page", async () => {
  const [, pixel] = codeUnder("Shopify");
  await page.goto(site.page("checkout", "thank you"));
  // Shopify's sandbox (shopify.dev/docs/api/web-pixels-api): events and consent to subscribe to, and the top frame's storage.
  const left = await page.evaluate(async (code) => {
    const subscribers = new Map<string, (event: object) => unknown>();
    const hub = { subscribe: (name: string, run: (event: object) => unknown) => void subscribers.set(name, run) };
    const asked = (storage: Storage) => ({
      getItem: async (key: string) => storage.getItem(key),
      setItem: async (key: string, text: string) => storage.setItem(key, text),
    });
    const browser = { localStorage: asked(localStorage), sessionStorage: asked(sessionStorage) };
    const init = { customerPrivacy: { preferencesProcessingAllowed: false } };
    const sandbox = [hub, browser, init, { customerPrivacy: hub }];
    new Function("analytics", "browser", "init", "api", code)(...sandbox);
    const variant = { id: "8089508100", sku: "TENT-DOME-0", product: { id: "632910390", title: "Dome tent" } };
    const checkout = { token: "t", order: { id: "o-1" }, lineItems: [{ id: "1", quantity: 2, variant }] };
    const event = { id: "sh-1", name: "checkout_completed", timestamp: new Date().toISOString(), data: { checkout } };
    const keys: number[] = [];
    const complete = async (): Promise<void> => {
      await subscribers.get("checkout_completed")?.(event);
      keys.push(JSON.parse(sessionStorage.getItem("inkling-left") ?? "[]").length);
    };
    await complete();
    subscribers.get("visitorConsentCollected")?.({ customerPrivacy: { preferencesProcessingAllowed: true } });
    localStorage.setItem("inkling:opt-out", "store contribute");
    await complete();
    localStorage.setItem("inkling:opt-out", "contribute");
    sessionStorage.setItem("inkling-left", JSON.stringify([{ v: 1, kind: "view", at: Date.now(), item: "SHOE-3" }]));
    await complete();
    localStorage.removeItem("inkling:opt-out");
    return keys;
  }, pixel ?? "");
  expect(left).toEqual([0, 0, 2]);
  await open("plain");
  await started();
  await comes(["purchase 632910390", "view SHOE-3", "view SHOE-1"]);
});

test("the package, mounted twice as frameworks do and once more later, reads with its own code, and nothing again", async () => {
  await open("bundled");
  await started();
  await comes(["cart SHOE-1", "view SHOE-1"]);
  expect(site.log.filter((path) => path === "/engine.worker.js")).toHaveLength(1);
  await page.evaluate(async () => {
    const first = inkling;
    first.destroy();
    (window as unknown as { mount(): void }).mount();
    while (inkling === first) await new Promise((resolve) => setTimeout(resolve, 50));
  });
  await kept();
  await settle();
  // What an earlier entry says holds for this one.
  await page.evaluate(() =>
    (window as unknown as { dataLayer: object[] }).dataLayer.push({ event: "remove_from_cart" }),
  );
  await comes(["cart SHOE-1", "view SHOE-1", "uncart SHOE-1"]);
});

test("of two Inklings on one page one reads it", async () => {
  const second = `<script type="module">
    import { createInkling } from "/index.js";
    window.second = await createInkling({ catalog: "/fixtures/catalog.json" });
  </script>`;
  await open("twice", fixture("plain.html").replace("<head>", `<head>${second}`));
  await started();
  await page.waitForFunction(() => "second" in window);
  await page.evaluate(() => (window as unknown as { second: { ready: Promise<unknown> } }).second.ready);
  await comes(["view SHOE-1"]);
  await page.click("#cart");
  await settle();
  await comes(["view SHOE-1", "cart SHOE-1"]);
});

test("pages of one document are views of their own", async () => {
  await open("single-page");
  await started();
  await kept();
  const show = (sku: string, name: string) =>
    page.evaluate(
      ([sku, name]) => (window as unknown as { show(...args: unknown[]): void }).show(sku, name),
      [sku, name],
    );
  await show("SHOE-1", "Glide running shoe");
  await comes(["view SHOE-1"]);
  // The same path again, and the same product told by another source: nothing new.
  await page.evaluate(() => {
    history.replaceState({}, "", "?colour=red");
    const ecommerce = { items: [{ item_id: "1010", item_name: "Glide running shoe" }] };
    (window as unknown as { dataLayer: object[] }).dataLayer.push({ event: "view_item", ecommerce });
  });
  await show("SHOE-2", "Storm running shoe");
  await comes(["view SHOE-1", "view SHOE-2"]);
  await show("SHOE-1", "Glide running shoe");
  await comes(["view SHOE-1", "view SHOE-2", "view SHOE-1"]);
});

test("pages that are routed by the hash are views of their own, and an anchor of one is none", async () => {
  await open("routed", `<script>dataLayer = []</script>${TAG}`);
  await started();
  await kept();
  const show = (hash: string, item_id: string) =>
    page.evaluate(
      ([hash, item_id]) => {
        location.hash = hash;
        const ecommerce = { items: [{ item_id }] };
        (window as unknown as { dataLayer: object[] }).dataLayer.push({ event: "view_item", ecommerce });
      },
      [hash, item_id] as const,
    );
  const all: string[] = [];
  for (const item of ["SHOE-1", "SHOE-2", "SHOE-1"]) {
    await show(`#/p/${item}`, item);
    all.push(`view ${item}`);
    await comes(all);
  }
  await show("#reviews", "SHOE-1");
  await settle();
  await comes(all);
});

test("what a page has only later is read: what a framework puts in after the address, and a layer that waits for the shopper", async () => {
  await open("later", fixture("single-page.html").replace("window.dataLayer = [];", ""));
  await started();
  await page.evaluate(() => inkling.ready);
  // Long after whatever a page has from its beginning has been looked for.
  await page.waitForTimeout(4_500);
  await page.evaluate(() => {
    history.pushState({}, "", "/p/SHOE-2");
    const text = '{"@type": "Product", "sku": "SHOE-2", "name": "Storm running shoe"}';
    // A media type may have parameters (w3.org/TR/json-ld11/#iana-considerations).
    const type = "application/ld+json; charset=utf-8";
    const script = Object.assign(document.createElement("script"), { type, textContent: text });
    setTimeout(() => document.head.append(script), 300);
  });
  await comes(["view SHOE-2"]);
  await page.evaluate(() => {
    // By its name alone, which is all that GA4 asks for: the page's JSON-LD has its id.
    const ecommerce = { items: [{ item_name: "Storm running shoe" }] };
    Object.assign(window, {
      dataLayer: [
        { event: "view_item", ecommerce },
        { event: "add_to_cart", ecommerce },
      ],
    });
  });
  await comes(["view SHOE-2", "cart SHOE-2"]);
  expect((await page.evaluate(() => inkling.status())).problems.last).toEqual([]);
});

test("attributes, calls and sources that tell of one view are one; back from the cache it is another", async () => {
  const early = "<script>inkling('track', 'view_item', { item_id: 'SHOE-1' })</script>";
  const html = fixture("plain.html")
    .replace("<body>", `<body data-inkling-view="SHOE-1">${early}`)
    .replace("<head>", `<head><script>${STUB}</script>`);
  await open("told-thrice", html);
  await started();
  await settle();
  await comes(["view SHOE-1"]);
  site.page("next", "next");
  await page.click("a");
  await page.waitForURL("**/next");
  await page.goBack({ waitUntil: "commit" });
  await comes(["view SHOE-1", "dwell SHOE-1", "view SHOE-1"]);
  await settle();
  await comes(["view SHOE-1", "dwell SHOE-1", "view SHOE-1"]);
});

test("a page of which its data layer alone tells is another view back from the cache, and what was done there is not done again", async () => {
  const told = ["view_item", "view_item_list", "add_to_cart", "purchase"].map((event) => ({
    event,
    ecommerce: { transaction_id: "T-1", item_list_id: "also", items: [{ item_id: "SHOE-1" }] },
  }));
  await open("layer-alone", `<script>dataLayer = ${JSON.stringify(told)}</script>${TAG}`);
  await started();
  const all = ["view SHOE-1", "list SHOE-1", "cart SHOE-1", "purchase SHOE-1"];
  await comes(all);
  expect(await restsMeanwhile(page, site.page("next", "next"))).toBe(true);
  await comes([...all, "view SHOE-1", "list SHOE-1"]);
  await settle();
  await comes([...all, "view SHOE-1", "list SHOE-1"]);
});

test("a page that Chromium prerenders starts and keeps nothing before it is shown", async ({ skip }) => {
  // Speculation rules (developer.mozilla.org/docs/Web/API/Speculation_Rules_API); the shopper follows the link once /go is there.
  const rules = JSON.stringify({ prerender: [{ urls: ["/ahead"], eagerness: "immediate" }] });
  const first = site.page(
    "first",
    `<script type="speculationrules">${rules}</script><script>
      fetch("/told/rules/" + (HTMLScriptElement.supports?.("speculationrules") ?? false));
      setInterval(async () => {
        if ((await fetch("/go")).ok) location.href = "/ahead";
      }, 200);
    </script>`,
  );
  const teller = `<script>
    const tell = (what, told) => fetch("/told/" + what + "/" + encodeURIComponent(JSON.stringify(told)));
    const names = async () => [...(await indexedDB.databases()).map(({ name }) => name), ...Object.keys(localStorage)];
    document.addEventListener("prerenderingchange", () => {
      const shown = Date.now();
      const look = setInterval(async () => {
        const events = "destroy" in inkling ? await inkling.events() : [];
        if (events.length === 0) return;
        clearInterval(look);
        tell("kept", events.map(({ kind, item, at }) => [kind, item, at >= shown]));
      }, 200);
    });
    // Well after the script's arrival, and what would have been idle time.
    const look = async () => tell("ahead", [document.prerendering, "destroy" in window.inkling, await names()]);
    addEventListener("load", () => setTimeout(look, 2_500));
  </script>`;
  site.page("ahead", fixture("plain.html").replace("<head>", `<head>${teller}`));
  const told = (what: string): unknown => {
    const path = site.log.find((path) => path.startsWith(`/told/${what}/`));
    return path && JSON.parse(decodeURIComponent(path.replace(`/told/${what}/`, "")));
  };
  const browser = await openUndriven(first);
  try {
    await expect.poll(() => told("rules"), { timeout: 60_000 }).toBeDefined();
    if (told("rules") === false) skip("this Chromium has no speculation rules");
    // Where it does not come ahead, the shopper follows the link all the same, and it says how it came.
    let isPatient = true;
    const tells = () => expect.poll(() => told("ahead"), { timeout: 40_000 }).toBeDefined();
    await tells().catch(() => {
      isPatient = false;
      site.page("go", "");
      return tells();
    });
    const [isPrerendered] = told("ahead") as readonly unknown[];
    if (!isPatient && isPrerendered === false) skip("this Chromium has speculation rules, and prerenders nothing");
    expect(told("ahead")).toEqual([true, true, []]);
    expect(site.log.filter((path) => /engine|client|catalog/.test(path))).toEqual([]);
    site.page("go", "");
    await expect.poll(() => told("kept"), { timeout: 40_000 }).toEqual([["view", "SHOE-1", true]]);
    expect(site.log.filter((path) => path === "/ahead")).toHaveLength(1);
  } finally {
    await browser.close();
  }
});

test("an undriven Chromium that cannot be started fails its test at once", async () => {
  vi.stubEnv("INKLING_CHROMIUM", "/nowhere/chromium");
  onTestFinished(() => void vi.unstubAllEnvs());
  await expect(openUndriven(site.origin)).rejects.toThrow("ENOENT");
});

test("a page that is hostile in every way works as it did, and status says what was not read", async () => {
  const script = '<script async src="/inkling.js" data-catalog="/fixtures/catalog.json"></script>';
  const hostile = `<script>
    const bad = { get() { throw new Error("hostile") }, enumerable: true };
    window.dataLayer = [
      Object.defineProperty({}, "event", bad),
      { event: "view_item", ecommerce: Object.defineProperty({}, "items", bad) },
      { event: "add_to_cart", ecommerce: { items: [Object.defineProperty({}, "item_id", bad)] } },
      { event: "view_item_list", ecommerce: { items: Array(1e6).fill({ item_id: "SHOE-0" }) } },
      { event: "view_item", ecommerce: { items: [{ item_id: "SHOE-3", item_name: "Pulse running shoe" }] } },
    ];
    for (const type of [Array, Object, Function, Promise, History, Event, EventTarget]) Object.freeze(type.prototype);
    Object.defineProperty(history, "pushState", { value() { throw new TypeError("the shop's own") } });
    window.addEventListener("shopify:product:view", () => { throw new Error("the shop's own") });
    window.Shopify = { get shop() { throw new Error("hostile") } };
  </script><script type="application/ld+json">{"@type": "Product", "name": </script>`;
  await open("hostile", fixture("plain.html").replace("<head>", `<head>${hostile}${script.repeat(4)}`));
  await started();
  const first = `list ${Array(200).fill("SHOE-0")}`;
  await comes([first, "view SHOE-3", "view SHOE-1"]);
  const { given, thrown } = await page.evaluate(() => {
    const given = (window as unknown as { dataLayer: object[] }).dataLayer.push({ event: "other" });
    try {
      history.pushState({}, "", "/elsewhere");
      return { given, thrown: "" };
    } catch (error) {
      return { given, thrown: String(error) };
    }
  });
  expect({ given, thrown }).toEqual({ given: 8, thrown: "TypeError: the shop's own" });
  expect(await page.evaluate(() => inkling.status())).toMatchObject({
    state: "ready",
    problems: { count: 3, last: ["hostile", "hostile", "hostile"] },
  });
  expect(site.log.filter((path) => path === "/engine.worker.classic.js")).toHaveLength(1);
});

test("a browser that says that a program drives it records nothing, unless the shop allows it", async () => {
  const args = CHROMIUM_FLAGS.filter((flag) => !flag.includes("AutomationControlled"));
  const driven = await launchBrowser({ args });
  try {
    const other = await driven.newPage();
    const track = async (name: string, attribute: string) => {
      const tag = 'src="/inkling.js"';
      await other.goto(site.page(name, fixture("plain.html").replace(tag, `${tag} ${attribute}`)));
      await other.waitForFunction(() => "inkling" in window && "destroy" in window.inkling);
      return other.evaluate(async () => {
        const { reason } = await inkling.track("view_item", { item_id: "SHOE-2" });
        await inkling.ready;
        await new Promise((resolve) => setTimeout(resolve, 1_300));
        return [reason, ...(await inkling.events()).map(({ item }) => item).sort()];
      });
    };
    expect(await track("driven", "")).toEqual(["automated"]);
    expect(await track("allowed", 'data-automated="on"')).toEqual(["ok", "SHOE-1", "SHOE-2"]);
  } finally {
    await driven.close();
  }
});
