import { createHash } from "node:crypto";
import { afterAll, describe, expect, test } from "vitest";
import { STUB } from "../../demo/stub.ts";
import { STUB as OFFICIAL_STUB } from "../../src/page/stub.ts";
import { faults } from "./markup.ts";
import { type Answer, openDemo } from "./open.ts";
import { bare, pounds } from "./product.ts";

const EVIL = `<script>alert("1")</script> & 'quotes' "`;
const shoe = bare("SHOE", {
  title: "Fleet Road Running Shoes",
  description: "A cushioned shoe.",
  brand: "Swift & Moor",
  category: ["Running", "Running Shoes", "Road Running Shoes"],
  attributes: [
    { name: "color", value: "Coral" },
    { name: "size", value: "UK 6" },
    { name: "size", value: "UK 7" },
  ],
  image: "/img/running-shoe.coral.0.svg",
  url: "/p/fleet-road",
  price: pounds(80),
  listPrice: pounds(100),
  variants: [
    { id: "SHOE-6", aliases: [], price: pounds(80), inStock: true },
    { id: "SHOE-7", aliases: [], price: pounds(85), inStock: false },
  ],
  aliases: ["sku-1"],
});
const evil = bare("EVIL", {
  title: EVIL,
  description: EVIL,
  brand: EVIL,
  category: [EVIL],
  price: pounds(5),
  image: 'javascript:alert("1")',
  url: "javascript:alert(1)",
  attributes: [{ name: EVIL, value: EVIL }],
});
const nothing = bare("NOTHING", { title: "" });
const gone = bare("GONE", {
  title: "Sold Out Sock",
  inStock: false,
  price: pounds(4),
  category: ["Running", "Running Socks"],
});
const fillers = Array.from({ length: 60 }, (_, i) =>
  bare(`F${i}`, { title: `Filler ${i}`, price: pounds(10 + i), category: ["Running", "Running Socks"] }),
);

const closing: (() => void)[] = [];
afterAll(() => {
  for (const close of closing) close();
});
const ask = await openDemo([shoe, evil, nothing, gone, ...fillers], {}, (close) => closing.push(close));

const page = async (path: string, cookie = ""): Promise<Answer> => ask(path, { headers: { cookie } });
const BASKET = "basket=SHOE-6*2.EVIL*1.F1*3.UNKNOWN*1";

test.each([
  ["/", 200, ""],
  ["/c", 200, ""],
  ["/c/running", 200, ""],
  ["/c/running?page=2&sort=price-up", 200, ""],
  ["/c/running/running-shoes/road-running-shoes", 200, ""],
  ["/search?q=fleet", 200, ""],
  ["/search?q=", 200, ""],
  ["/search?q=zzzz", 200, ""],
  ["/search?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E", 200, ""],
  ["/p/fleet-road", 200, ""],
  ["/p/EVIL", 302, ""],
  ["/p/script-alert-1-script-quotes", 200, ""],
  ["/p/nothing", 200, ""],
  ["/p/sold-out-sock", 200, ""],
  ["/cart", 200, ""],
  ["/cart", 200, BASKET],
  ["/checkout", 303, ""],
  ["/checkout", 200, BASKET],
  ["/thanks", 200, ""],
  ["/thanks", 200, "order=PW-0123ABCD.SHOE-6*2"],
  ["/device", 200, ""],
  ["/nope", 404, ""],
  ["/p/nope", 404, ""],
  ["/c/nope", 404, ""],
  ["/c/constructor", 404, ""],
  ["/p/__proto__", 404, ""],
])("%s answers %i with whole markup", async (path, status, cookie) => {
  const answer = await page(path, cookie);
  expect(answer.status).toBe(status);
  if (status === 302 || status === 303) return;
  expect(answer.headers["content-type"]).toBe("text/html; charset=utf-8");
  expect(faults(answer.text)).toEqual([]);
  expect(answer.text).not.toMatch(/<script>alert|undefined|NaN|\[object/);
  expect(answer.text).not.toMatch(/(?:href|src)="javascript:/i);
});

test("every page integrates Inkling as the README says", async () => {
  expect(STUB).toBe(OFFICIAL_STUB);
  const { text, headers } = await page("/");
  expect(text).toContain(`<script>${STUB}</script>`);
  expect(text).toContain('<script async src="/inkling/inkling.js" data-catalog="/catalogue/catalog.json"></script>');
  const hash = createHash("sha256").update(STUB).digest("base64");
  expect(headers["content-security-policy"]).toContain(`'sha256-${hash}'`);
});

describe("what Inkling is told", () => {
  const tracked = (text: string): unknown => JSON.parse(/data-for="track">(.*?)<\/script>/s.exec(text)?.[1] ?? "[]");

  test("a product page: the view, in GA4's words, and the item it is about", async () => {
    const { text } = await page("/p/fleet-road");
    expect(tracked(text)).toMatchObject([
      {
        name: "view_item",
        params: { currency: "GBP", value: 80, items: [{ item_id: "SHOE", item_brand: "Swift & Moor", price: 80 }] },
      },
    ]);
    expect(text).toContain('data-inkling-dwell="SHOE"');
    expect(text).toMatch(/<inkling-shelf[^>]*kind="similar"[^>]*about="SHOE"/);
    expect(text).toMatch(/<inkling-shelf[^>]*kind="goes-with"[^>]*about="SHOE"/);
  });

  test("a search, an order, and nothing on a page without either", async () => {
    expect(tracked((await page("/search?q=fleet")).text)).toEqual([
      { name: "search", params: { search_term: "fleet" } },
    ]);
    const order = tracked((await page("/thanks", "order=PW-0123ABCD.SHOE-6*2")).text);
    expect(order).toMatchObject([
      {
        name: "purchase",
        params: { transaction_id: "PW-0123ABCD", value: 160, items: [{ item_id: "SHOE", quantity: 2 }] },
      },
    ]);
    expect(tracked((await page("/")).text)).toEqual([]);
    expect(tracked((await page("/thanks", "order=PW-forged.SHOE-6*2")).text)).toEqual([]);
  });

  test("the switches of the device page come back on the script tag, and only those", async () => {
    const attribute = async (cookie: string) => /data-consent="([^"]*)"/.exec((await page("/", cookie)).text)?.[1];
    expect(await attribute("")).toBeUndefined();
    expect(await attribute("consent=store.personalise")).toBe("store personalise");
    expect(await attribute("consent=denied")).toBe("denied");
    expect(await attribute('consent="><script>')).toBeUndefined();
  });

  test("every product of a grid is marked, and the grid may be arranged unless the shopper has sorted it", async () => {
    const featured = (await page("/c/running")).text;
    const grid = /<inkling-sort\b.*?<\/inkling-sort>/s.exec(featured)?.[0] ?? "";
    expect(grid.match(/data-inkling-item=/g)).toHaveLength(48);
    expect((await page("/c/running?sort=price-up")).text).not.toContain("<inkling-sort");
  });
});

describe("a product that says little", () => {
  test("without picture, price, category and title it still has a page and a card", async () => {
    const { text } = await page("/p/nothing");
    expect(text).toContain("/img/initials/.svg");
    expect(text).toContain("Price on request");
    expect((await page("/search?q=")).text).toContain('data-inkling-item="NOTHING"');
  });

  test("a picture or link that is no web address is not used", async () => {
    expect((await page("/p/script-alert-1-script-quotes")).text).toContain("/img/initials/SA.svg");
  });

  test("sold out: it says so and cannot be put into the basket", async () => {
    const { text } = await page("/p/sold-out-sock");
    expect(text).toContain("Sold out.");
    expect(text).not.toContain("Add to basket");
  });
});

test("from what sum on delivery is free stands in the shop's own currency", async () => {
  const askEuros = await openDemo([bare("BAG", { title: "Bag", price: { amount: 12, currency: "EUR" } })]);
  const sock = (await page("/p/filler-0")).text;
  const bag = (await askEuros("/p/bag")).text;
  const basket = (await askEuros("/cart", { headers: { cookie: "basket=BAG*1" } })).text;
  expect(sock).toContain("Free delivery from £40,");
  expect(bag).toContain("Free delivery from €40,");
  expect(basket).toContain("Delivery is free from €40.");
});

describe("lists", () => {
  const prices = (text: string): number[] =>
    [...text.matchAll(/data-field="price"><span>£([\d.]+)/g)].map(([, price]) => Number(price));

  test("48 a page; a page that is none gives the nearest", async () => {
    const ids = (text: string) => text.match(/data-inkling-item=/g)?.length;
    expect(ids((await page("/c/running/running-socks?sort=name")).text)).toBe(48);
    expect(ids((await page("/c/running/running-socks?sort=name&page=2")).text)).toBe(13);
    for (const wrong of ["99", "-1", "abc", "1e9", "Infinity"]) {
      expect((await page(`/c/running/running-socks?page=${wrong}`)).status).toBe(200);
    }
  });

  test("sorted by price, up and down", async () => {
    const up = prices((await page("/c/running/running-socks?sort=price-up")).text);
    const down = prices((await page("/c/running/running-socks?sort=price-down")).text);
    expect(up).toEqual([...up].sort((a, b) => a - b));
    expect(down).toEqual([...down].sort((a, b) => b - a));
    expect(up[0]).toBe(4);
    expect(down[0]).toBe(69);
  });
});

describe("the basket", () => {
  const post = (path: string, body: string, headers: Record<string, string> = {}) =>
    ask(path, { method: "POST", body, headers: { "content-type": "application/x-www-form-urlencoded", ...headers } });

  test("works with plain forms", async () => {
    const added = await post("/cart", "action=add&variant=SHOE-6&quantity=2", { cookie: "basket=F1*1" });
    expect([added.status, added.headers.location]).toEqual([303, "/cart"]);
    expect(added.headers["set-cookie"]?.[0]).toMatch(/^basket=F1\*1\.SHOE-6\*2; Path=\/; .*SameSite=Lax$/);
    const removed = await post("/cart", "action=remove&variant=F1", { cookie: "basket=F1*1.SHOE-6*2" });
    expect(removed.headers["set-cookie"]?.[0]).toMatch(/^basket=SHOE-6\*2;/);
  });

  test("sums to the penny, and delivery is free from forty pounds", async () => {
    const { text } = await page("/cart", "basket=SHOE-6*2.F1*3");
    expect(text).toMatch(/Total<\/dt><dd>£193\.00/);
    expect((await page("/cart", "basket=F1*1")).text).toMatch(/Delivery<\/dt><dd>£3\.95/);
  });

  test("an order empties it and is shown once more on the next page", async () => {
    const { status, headers } = await post("/checkout", "", { cookie: "basket=SHOE-6*2" });
    expect([status, headers.location]).toEqual([303, "/thanks"]);
    const [empty, order] = headers["set-cookie"] ?? [];
    expect(empty).toMatch(/^basket=; .*Max-Age=0/);
    const shown = await page("/thanks", order?.split(";")[0]);
    expect(shown.text).toMatch(/PW-[0-9A-F]{8}/);
    expect(shown.text).toContain("Fleet Road Running Shoes");
  });

  test.each([
    ["another site", "action=add&variant=SHOE-6", { origin: "https://evil.example" }, 403],
    ["a broken origin", "action=add&variant=SHOE-6", { origin: "null" }, 403],
    ["a product that is not there", "action=add&variant=NOPE", {}, 400],
    ["something else than a form", "{}", { "content-type": "application/json" }, 415],
    ["a book", `action=add&variant=${"x".repeat(20_000)}`, {}, 413],
  ])("refuses %s", async (_, body, headers, status) => {
    expect((await post("/cart", body, headers)).status).toBe(status);
  });
});

test("a shop without any product is still a shop", async () => {
  const empty = await openDemo([]);
  for (const path of ["/", "/c", "/search?q=x", "/cart", "/device"]) {
    const { status, text } = await empty(path);
    expect([path, status, faults(text)]).toEqual([path, 200, []]);
  }
});

test("a hundred thousand products can be paged, sorted and searched", { timeout: 120_000 }, async () => {
  const many = Array.from({ length: 100_000 }, (_, i) =>
    bare(`P${i}`, {
      title: `Thing ${i} ${["red", "blue", "green"][i % 3]}`,
      price: pounds(1 + (i % 977)),
      category: ["All", `Part ${i % 40}`],
    }),
  );
  const large = await openDemo(many);
  const last = await large("/c/all?page=2084&sort=price-down");
  expect(last.status).toBe(200);
  expect(last.text).toContain("page 2084 of 2084");
  expect((await large("/search?q=thing+99999")).text).toContain("Thing 99999 ");
  expect((await large("/search?q=red+thing&page=3")).text).toMatch(/5,000 products/);
  expect((await large("/p/thing-77777-green")).text).toContain("Thing 77777");
});

test("without categories, products whose words are alike stand in for those of the same shelf", async () => {
  const titles = ["Red Tea Pot", "Blue Tea Pot", "Green Tea Pot", "Garden Chair", "Desk Lamp"];
  const plain = await openDemo(titles.map((title, i) => bare(`T${i}`, { title })));
  const { text } = await plain("/p/red-tea-pot");
  const similar = /<inkling-shelf[^>]*kind="similar".*?<\/inkling-shelf>/s.exec(text)?.[0] ?? "";
  expect([...similar.matchAll(/data-inkling-item="(\w+)"/g)].map(([, id]) => id)).toEqual(["T1", "T2"]);
});
