import fc from "fast-check";
import { expect, onTestFinished, test, vi } from "vitest";
import { readGoods } from "../../../src/page/capture/json-ld/products.ts";
import { LD_LIMITS, readNodes } from "../../../src/page/capture/json-ld/read.ts";

const HERE = "https://shop.example/p/anvil";
const read = (...things: readonly unknown[]) =>
  readGoods(
    things.map((thing) => (typeof thing === "string" ? thing : JSON.stringify(thing))),
    HERE,
  );
const anvil = {
  "@context": "https://schema.org/",
  "@type": "Product",
  name: "Executive Anvil",
  sku: "0446310786",
  mpn: "925872",
};

test("a product with an offer, or with an aggregate of offers, is the page's own", () => {
  const offer = { "@type": "Offer", url: "https://example.com/anvil", priceCurrency: "USD", price: 119.99 };
  expect(read({ ...anvil, offers: offer }).main).toEqual({
    ids: ["0446310786", "925872", "/anvil"],
    title: "Executive Anvil",
  });
  const offers = {
    "@type": "AggregateOffer",
    lowPrice: 119.99,
    offerCount: 2,
    offers: [{ "@type": "Offer", sku: "S1" }, { sku: "S2" }],
  };
  expect(read({ ...anvil, offers }).main?.ids).toEqual(["0446310786", "925872", "S1", "S2"]);
});

test("a group and its variants are one, nested or by reference", () => {
  const variant = (sku: string) => ({
    "@type": "Product",
    sku,
    name: `Wool coat ${sku}`,
    offers: { url: "/coat?size=small" },
  });
  const group = { "@type": "ProductGroup", "@id": "#coat_parent", name: "Wool winter coat", productGroupID: "44E01" };
  expect(read({ ...group, hasVariant: [variant("44E01-1"), variant("44E01-2")] }).main).toEqual({
    ids: ["44E01", "44E01-1", "/coat", "44E01-2"],
    title: "Wool winter coat",
  });
  const pages = [
    group,
    { ...variant("44E01-3"), inProductGroupWithID: "44E01", isVariantOf: { "@id": "#coat_parent" } },
  ];
  expect(read(pages).products).toEqual([{ ids: ["44E01", "44E01-3", "/coat"], title: "Wool winter coat" }]);
  const shopify = {
    "@type": "ProductGroup",
    name: "Tee",
    productGroupID: "77",
    hasVariant: [{ "@id": "/products/tee?variant=123#variant", "@type": "Product", name: "Tee - S" }],
  };
  expect(read(shopify).main?.ids).toContain("123");
});

test("@graph, arrays, types by address, several scripts: the product is found", () => {
  const crumbs = { "@type": "BreadcrumbList", itemListElement: [{ "@type": "ListItem", position: 1, name: "Tools" }] };
  const graph = { "@graph": [{ "@type": "WebPage", mainEntity: { "@id": "#p" } }, crumbs] };
  const goods = read([graph], { ...anvil, "@id": "#p", "@type": ["schema:Product", "Thing"] });
  expect(goods.main?.title).toBe("Executive Anvil");
});

/** A group of so many variants, each of which names it as a page does that was put together by parts, all with offers of their own. */
const groupOf = (variants: number) => ({
  "@type": "ProductGroup",
  "@id": "#group",
  name: "Tee",
  hasVariant: Array.from({ length: variants }, (_, k) => ({
    "@type": "Product",
    "@id": `#${k}`,
    name: `Tee ${k}`,
    sku: `TEE-${k}`,
    url: `/tee?variant=${k}`,
    isVariantOf: { "@id": "#group" },
    offers: { "@type": "Offer", url: `/tee?size=${k}` },
  })),
});

test("work grows with the number of variants, and no faster", () => {
  let addresses = 0;
  const count = (variants: number): number => {
    addresses = 0;
    expect(read(groupOf(variants)).main).toMatchObject({ title: "Tee" });
    return addresses;
  };
  class Counted extends URL {
    constructor(...given: ConstructorParameters<typeof URL>) {
      super(...given);
      addresses++;
    }
  }
  vi.stubGlobal("URL", Counted);
  onTestFinished(() => void vi.unstubAllGlobals());
  const few = count(100);
  expect(few).toBeGreaterThanOrEqual(100);
  expect(count(400)).toBeLessThanOrEqual(4 * few);
});

test("a group of more variants than names are kept is one, and neither a listed group nor its variants are the page's own", () => {
  expect(read(groupOf(250)).products).toHaveLength(1);
  const list = { "@type": "ItemList", itemListElement: [{ "@type": "ListItem", item: groupOf(3) }] };
  expect(read(list)).toMatchObject({ main: undefined, products: [{ title: "Tee" }] });
  expect(read(list, anvil).main?.title).toBe("Executive Anvil");
});

test("of one title there may be several products in a list, and the page's own is one by it", () => {
  const tee = (sku: string) => ({ "@type": "Product", name: "Tee", sku });
  expect(read({ "@type": "ItemList", itemListElement: [tee("RED"), tee("BLUE")] }).products).toHaveLength(2);
  expect(read(tee("RED"), { "@type": "Product", name: "Tee", mpn: "M" }).main?.ids).toEqual(["RED", "M"]);
});

test("what a page lists or only mentions is not its own; of several the one with its address is", () => {
  const other = (name: string) => ({ "@type": "Product", name, sku: name });
  const list = {
    "@type": "ItemList",
    itemListElement: [{ "@type": "ListItem", item: other("A") }, { item: other("B") }],
  };
  expect(read(list)).toMatchObject({ main: undefined, products: [{ title: "A" }, { title: "B" }] });
  expect(read(list, { ...anvil, isRelatedTo: other("C") }).main?.title).toBe("Executive Anvil");
  expect(read(other("A"), other("B")).main).toBeUndefined();
  expect(read(other("A"), { ...other("B"), url: `${HERE}/?ref=1` }).main?.title).toBe("B");
  const reviewed = { ...anvil, "@id": "#p", review: { "@type": "Review", itemReviewed: { "@id": "#p" } } };
  expect(read(reviewed).main?.title).toBe("Executive Anvil");
  expect(read(anvil, { ...anvil, name: "Anvil" }).products).toHaveLength(1);
});

const tongs = { "@type": "Product", "@id": "#b", name: "Tongs", sku: "T" };
const sizes = {
  "@type": "ProductGroup",
  "@id": "#g",
  name: "Aprons",
  productGroupID: "G",
  hasVariant: [{ "@type": "Product", sku: "G-1" }, { "@id": "#v" }],
};
const large = { "@type": "Product", "@id": "#v", sku: "G-2", name: "Large apron" };

test.each<readonly [name: string, ...things: readonly unknown[]]>([
  ["related, by reference", { "@graph": [{ ...anvil, isRelatedTo: [{ "@id": "#b" }] }, tongs] }],
  ["related, by reference, and told first", { "@graph": [tongs, { ...anvil, isRelatedTo: { "@id": "#b" } }] }],
  ["a group and its variants", { ...anvil, isSimilarTo: sizes }, large],
  ["a group by reference", { ...anvil, isSimilarTo: { "@id": "#g" } }, large, sizes],
  ["parts", { ...anvil, hasPart: [tongs, { ...tongs, "@id": "#c", sku: "C", name: "Case" }] }],
  ["an addition to an offer", { ...anvil, offers: { "@type": "Offer", addOn: { itemOffered: tongs } } }],
  ["an addition by reference", { ...anvil, offers: { addOn: { itemOffered: { "@id": "#b" } } } }, tongs],
  ["what the page mentions", { "@type": "ItemPage", mainEntity: anvil, mentions: [tongs] }],
  ["what stands beside the page's main entity", { "@type": "ItemPage", mainEntity: { ...anvil, "@id": "#a" } }, tongs],
  [
    "what mentions it in turn",
    { ...anvil, "@id": "#a", url: HERE, isRelatedTo: tongs },
    { ...tongs, isRelatedTo: { "@id": "#a" } },
  ],
  ["a review of it by reference", { ...anvil, "@id": "#a" }, { "@type": "Review", itemReviewed: { "@id": "#a" } }],
  ["a part of the page", { "@type": "WebPage", hasPart: anvil }],
])("the page is about its own product, not about others that stand there: %s", (_, ...things) => {
  const { main } = read(...things);
  expect(main?.ids.filter((id) => !id.startsWith("/"))).toEqual(["0446310786", "925872"]);
});

test("what a shop offers on each of its pages is no page's own", () => {
  const offer = { "@type": "Offer", itemOffered: tongs };
  const catalog = { "@type": "OfferCatalog", itemListElement: [offer] };
  for (const shop of [{ makesOffer: [offer] }, { hasOfferCatalog: catalog }]) {
    expect(read({ "@type": "LocalBusiness", ...shop }).main).toBeUndefined();
    expect(read({ "@type": "LocalBusiness", ...shop }, anvil).main?.title).toBe("Executive Anvil");
  }
});

test("a typed reference adds to the thing that it names, wherever it stands, and does not replace it", () => {
  const thing = { ...anvil, "@id": "#a" };
  const named = { "@type": "Product", "@id": "#a" };
  for (const other of [
    { "@type": "WebPage", mainEntity: named },
    { "@type": "Review", itemReviewed: named },
    { "@type": "Review", itemReviewed: { ...named, name: "Executive Anvil" } },
    { "@id": "#a", gtin: "4006381333931" },
  ])
    for (const things of [
      [thing, other],
      [other, thing],
    ])
      expect(read({ "@graph": things }).main).toMatchObject({ title: "Executive Anvil" });
  expect(read(thing, tongs, { mainEntity: named }).main?.title).toBe("Executive Anvil");
  expect(read(thing, { "@id": "#a", gtin: "4006381333931" }).main?.ids).toContain("4006381333931");
  const group = { "@type": "ProductGroup", "@id": "#g" };
  const variant = (sku: string) => ({ "@type": "Product", sku, name: sku, isVariantOf: group });
  expect(read([{ ...group, name: "Coat", productGroupID: "G" }, variant("V1"), variant("V2")]).main).toEqual({
    ids: ["G", "V1", "V2"],
    title: "Coat",
  });
  // A page with its product's @id is another thing.
  expect(read({ "@type": "WebPage", "@id": "#a", name: "Anvils | Shop" }, thing).main?.title).toBe("Executive Anvil");
});

test("what two products of a list have in common makes them no one product, and is no name of either", () => {
  const item = (name: string, more: object) => ({ item: { "@type": "Product", name, sku: name, ...more } });
  const listOf = (more: (name: string) => object, ...things: readonly unknown[]) =>
    read({ "@type": "ItemList", itemListElement: ["A", "B"].map((name) => item(name, more(name))) }, ...things);
  for (const mpn of ["N/A", "-", "0", "none", "see label"])
    expect(listOf(() => ({ mpn })).products.map(({ ids }) => ids)).toEqual([["A"], ["B"]]);
  for (const url of [(name: string) => `${HERE}#${name}`, (name: string) => `/c?id=${name}`, () => HERE, () => "/c"])
    expect(listOf((name) => ({ url: url(name) })).products.map(({ ids }) => ids)).toEqual([["A"], ["B"]]);
  expect(listOf((name) => ({ url: `/p/${name}` })).products[1]?.ids).toEqual(["B", "/p/B"]);
  expect(read(...["-", "N/A"].map((mpn) => ({ ...tongs, "@id": mpn, mpn }))).main?.ids).toEqual(["T"]);
  // The same product twice is one.
  const twice = { "@type": "ItemList", itemListElement: [item("A", { mpn: "M" }), item("A", {})] };
  expect(read(twice).products).toEqual([{ ids: ["A", "M"], title: "A" }]);
});

test("addresses that differ by their query alone are those of several products, and what a campaign adds is none of it", () => {
  const at = (id: number, name: string) => ({
    "@type": "Product",
    name,
    sku: name,
    url: `https://shop.example/index.php?route=product/product&product_id=${id}`,
  });
  const things = [at(1, "A"), at(2, "B"), { ...at(3, "C"), isRelatedTo: at(4, "D") }].map((thing) =>
    JSON.stringify(thing),
  );
  const href = "https://shop.example/index.php?utm_source=x&route=product/product&product_id=2&gclid=1";
  expect(readGoods(things, href).main).toEqual({ ids: ["B", "/index.php"], title: "B" });
  const own = [{ ...tongs, url: HERE }, anvil].map((thing) => JSON.stringify(thing));
  expect(readGoods(own, `${HERE}/?utm_source=x&gclid=1&ref=2`).main?.ids).toEqual(["T", "/p/anvil"]);
});

test("an article that mentions a product is about none", () => {
  expect(read({ "@type": "BlogPosting", mentions: tongs }).main).toBeUndefined();
  expect(read({ "@type": "BlogPosting", mentions: { "@id": "#b" } }, tongs).main).toBeUndefined();
});

// The shapes of developers.google.com/search/docs/appearance/structured-data/breadcrumb: `item` an address, or a thing with its name; the last one's may be missing.
const crumb = (position: unknown, name: string, item?: unknown) => ({ "@type": "ListItem", position, name, item });
const trail = (...itemListElement: readonly unknown[]) => ({
  "@context": "https://schema.org",
  "@type": "BreadcrumbList",
  itemListElement,
});
const FORGE = [crumb(1, "Tools", "https://shop.example/tools"), crumb(2, "Forge", "https://shop.example/tools/forge")];

test.each<readonly [name: string, ...things: readonly unknown[]]>([
  ["addresses", trail(...FORGE), anvil],
  ["the product last, without an address", anvil, trail(...FORGE, crumb(3, "Executive Anvil, black"))],
  ["the product last, by its address", anvil, trail(...FORGE, crumb(3, "An anvil", `${HERE}/`))],
  ["the product last, by its name", anvil, trail(...FORGE, crumb(3, "Executive Anvil", "https://shop.example/x"))],
  ["the front page first", anvil, trail(crumb(0, "Shop", "https://shop.example/"), ...FORGE)],
  [
    "things with names of their own",
    trail(
      { "@type": "ListItem", position: 1, item: { "@id": "https://shop.example/tools", name: "Tools" } },
      { "@type": "ListItem", position: 2, item: { "@type": "WebPage", url: "/tools/forge", name: "Forge" } },
    ),
    anvil,
  ],
  [
    "in any order, positions as texts",
    trail(crumb("2", "Forge", "/tools/forge"), crumb("1", "Tools", "/tools")),
    anvil,
  ],
  ["names alone", trail("Tools", "Forge", "Executive Anvil"), anvil],
  [
    "in @graph, by reference",
    { "@graph": [{ "@type": "WebPage", breadcrumb: { "@id": "#b" } }, anvil] },
    { ...trail(...FORGE), "@id": "#b" },
  ],
  ["inside of the page", { "@type": "ItemPage", breadcrumb: trail(...FORGE), mainEntity: anvil }],
  ["the second of two trails", [trail(crumb(1, "Executive Anvil")), trail(...FORGE)], anvil],
  ["mended", `${JSON.stringify(trail(...FORGE))};`, anvil],
])("a product's category is where its page's trail leads: %s", (_, ...things) => {
  expect(read(...things).main).toMatchObject({ title: "Executive Anvil", category: "Tools > Forge" });
});

test("a trail tells of the page's own product, or of all that a page of none lists, and never of others", () => {
  const other = { "@type": "Product", name: "Tongs", sku: "T" };
  const list = { "@type": "ItemList", itemListElement: [{ "@type": "ListItem", position: 1, item: other }] };
  // A category's own page ends its trail, with an address or without.
  for (const end of [crumb(2, "Forge", HERE), crumb(2, "Forge")])
    expect(read(trail(FORGE[0], end), list).products).toEqual([
      { ids: ["T"], title: "Tongs", category: "Tools > Forge" },
    ]);
  const { main, products } = read(trail(...FORGE), list, anvil);
  expect([main?.category, products.map(({ category }) => category)]).toEqual([
    "Tools > Forge",
    [undefined, "Tools > Forge"],
  ]);
});

test("a product tells its own category too, below its trail's: by name, as a path, as things, of a group and its variants", () => {
  const categoryOf = (category: unknown, ...others: readonly unknown[]) =>
    read({ ...anvil, category }, ...others).main?.category;
  expect(categoryOf("Anvils")).toBe("Anvils");
  expect(categoryOf("Hardware &gt; Forge / Anvils >")).toBe("Hardware > Forge > Anvils");
  expect(categoryOf(["Anvils", { "@type": "CategoryCode", name: "Blacksmithing" }, {}, null])).toBe(
    "Anvils > Blacksmithing",
  );
  expect(categoryOf("Forge/Anvils", trail(...FORGE))).toBe("Tools > Forge > Anvils");
  const variant = { "@type": "Product", name: "Small", sku: "S", category: "Small anvils" };
  const group = {
    "@type": "ProductGroup",
    name: "Anvils",
    productGroupID: "G",
    category: "Forge",
    hasVariant: variant,
  };
  expect(read(group).main).toMatchObject({ title: "Anvils", category: "Forge > Small anvils" });
  // Of what is only mentioned it says nothing of the page's own.
  const list = { "@type": "ItemList", itemListElement: [{ "@type": "Product", sku: "T", category: "Tongs" }] };
  expect(read(anvil, list).products.map((product) => product.category)).toEqual([undefined, "Tongs"]);
});

test("a trail that leads nowhere tells nothing, escapes are undone, and a long one is told whole", () => {
  const categoryOf = (...crumbs: readonly unknown[]) => read(trail(...crumbs), anvil).main?.category;
  expect(categoryOf(crumb(1, "Shop", "https://shop.example/"), crumb(2, "Executive Anvil"))).toBeUndefined();
  expect(categoryOf()).toBeUndefined();
  expect(categoryOf(null, true, { name: {} }, crumb({}, " "), crumb("first", "Tools", "/tools"))).toBe("Tools");
  expect(categoryOf(FORGE[0], crumb(2, "Anvils", "http://["))).toBe("Tools");
  expect(categoryOf(crumb(1, "Vices &amp; clamps", "/vices"))).toBe("Vices & clamps");
  const long = Array.from({ length: 9 }, (_, k) => crumb(k, `${k}`.repeat(60), `/${k}`));
  expect(categoryOf(...long)).toBe([0, 1, 2, 3, 4, 5, 6, 7, 8].map((k) => `${k}`.repeat(60)).join(" > "));
});

test("broken JSON is mended where it can be, and a script that cannot be harms no other", () => {
  for (const text of [
    '<!-- {"@type":"Product","name":"A","sku":"1"} -->',
    '//<![CDATA[\n{"@type":"Product","name":"A","sku":"1"}\n//]]>',
    '/*<![CDATA[*/ {"@type":"Product","name":"A","sku":"1"}; /*]]>*/',
    '<![CDATA[ {"@type":"Product","name":"A","sku":"1"} ; ]]>',
    '{"@type":"Product","name":"A","sku":"1",};',
    '{"@type":"Product","name":"A","sku":"1","description":"two\nlines\tand a tab"}',
    "{&quot;@type&quot;:&quot;Product&quot;,&quot;name&quot;:&quot;A&quot;,&quot;sku&quot;:&quot;1&quot;}",
  ])
    expect([text, read(text).main]).toEqual([text, { ids: ["1"], title: "A" }]);
  // As PHP's addslashes() has it, beside escapes that are JSON's.
  expect(read(String.raw`{"@type": "Product", "sku": "1", "name": "Bob\'s \"C:\\\\\' \u0041"}`).main?.title).toBe(
    String.raw`Bob's "C:\\' A`,
  );
  expect(read('{"@type": "Product", "name": ', "", "null", '"text"', anvil).main?.title).toBe("Executive Anvil");
  expect(read({ ...anvil, name: "Tom &amp; Jerry&#39;s &#x2764; &unknown; &#1114112;" }).main?.title).toBe(
    "Tom & Jerry's ❤ &unknown; &#1114112;",
  );
});

test("what cannot be mended takes no longer than it is long", () => {
  for (const run of [" ", ";", "; ", "]]> ", "// ", ", ", "[", "&", "<!--"]) {
    const text = `{"@type":"Product","name":"x${run.repeat(80_000 / run.length)}y" broken`;
    const began = performance.now();
    expect(readNodes([text])).toEqual([]);
    expect([run, performance.now() - began < 1_000]).toEqual([run, true]);
  }
});

test("names are read without escapes, as values with their type or language, and as identifiers that are a product's", () => {
  const named = (more: object) => read({ "@type": "Product", name: "A", ...more }).main;
  expect(named({ sku: "A&amp;B", inProductGroupWithID: "G&amp;H" })?.ids).toEqual(["A&B", "G&H"]);
  expect(named({ sku: { "@value": 12 }, name: [{ "@value": "Tee", "@language": "en" }] })).toEqual({
    ids: ["12"],
    title: "Tee",
  });
  const value = (of: string, propertyID?: string) => ({ "@type": "PropertyValue", propertyID, value: of });
  expect(named({ identifier: value("1") })?.ids).toEqual(["1"]);
  expect(named({ identifier: "2" })?.ids).toEqual(["2"]);
  const identifier = [value("3", "SKU"), value("Acme", "manufacturer"), value("4", "GTIN-13")];
  expect(named({ identifier })?.ids).toEqual(["3", "4"]);
});

test("hostile shapes are bounded and never throw", () => {
  let deep: unknown = anvil;
  for (let k = 0; k < 50; k++) deep = { inner: deep };
  expect(read(deep).products).toEqual([]);
  expect(read(`{"sku": "${"x".repeat(LD_LIMITS.characters)}"}`).products).toEqual([]);
  expect(readNodes([JSON.stringify(Array.from({ length: 50_000 }, () => ({})))])).toHaveLength(LD_LIMITS.nodes);
  const many = Array.from({ length: 2_000 }, (_, k) => ({ "@type": "Product", sku: `S${k}`, name: `N${k}` }));
  expect(read(many).products).toHaveLength(500);
  const tricks = {
    "@type": [{ toString: 1 }, "Product"],
    sku: [{}, null, ["x"], "1"],
    name: { toString: 1 },
    url: "http://[",
    "@id": {},
  };
  expect(read({ ...tricks, offers: tricks, hasVariant: tricks }).main?.ids).toEqual(["1"]);
  fc.assert(
    fc.property(fc.json({ maxDepth: 6 }), (text) => {
      readGoods([text, text.slice(1), `${text},`], HERE);
    }),
  );
  const keys = [
    "@type",
    "@id",
    "@graph",
    "name",
    "sku",
    "url",
    "offers",
    "hasVariant",
    "itemListElement",
    "item",
    "position",
    "mainEntity",
    "mentions",
  ];
  const chain = `${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}`;
  expect(read(`{"mentions":${chain},"@graph":${JSON.stringify(anvil)}}`).main?.title).toBe("Executive Anvil");
  const { thing } = fc.letrec((tie) => ({
    thing: fc.oneof(
      { maxDepth: 5 },
      fc.constantFrom("Product", "ProductGroup", "ItemList", "BreadcrumbList", "#a", "/x"),
      fc.array(tie("thing"), { maxLength: 4 }),
      fc.dictionary(fc.constantFrom(...keys), tie("thing"), { maxKeys: 6 }),
    ),
  }));
  fc.assert(
    fc.property(thing, (value) => {
      for (const { ids } of read(value).products) expect(ids.length).toBeGreaterThan(0);
    }),
  );
});
