import { expect, test } from "vitest";
import { one, read, rss, said, table } from "./reading.ts";

const COLUMNS = [
  "ID",
  "Title",
  "description",
  "link",
  "image link",
  "price",
  "sale_price",
  "availability",
  "brand",
  "gtin",
  "MPN",
  "google_product_category",
  "product type",
  "item group id",
  "color",
  "size",
  "custom label 0",
  "product_detail",
];

const RED = [
  "tr2-red",
  "Trail Runner 2 - red, 42",
  '"For long days, ""rain"" or not. <b>Light</b> &amp; grippy."',
  "https://shop.example/p/trail-runner-2?c=red",
  "https://shop.example/i/red.jpg",
  "129.90 EUR",
  "99.90 EUR",
  "in stock",
  "Fellwind",
  "4006381333931",
  "FW-TR2",
  "Apparel & Accessories > Shoes",
  "Shoes > Running, Shoes > Trail",
  "tr2",
  "red/black",
  "42",
  "bestseller",
  "General:Drop:6 mm,General:Weight:280 g",
];

const BLUE = [...RED];
BLUE.splice(0, 2, "tr2-blue", "Trail Runner 2 - blue, 43");
BLUE.splice(5, 3, "119.90 EUR", "", "out_of_stock");
BLUE.splice(9, 1, "4006381333948");
BLUE.splice(14, 2, "blue", "43");

test("a Google Merchant feed in columns: rows of one group become one product with variants", () => {
  const reading = read(table("\t", COLUMNS, RED, BLUE));
  expect(reading).toMatchObject({ format: "merchant-tsv", rows: 2, issues: [] });
  expect(reading.products).toEqual([
    {
      id: "tr2",
      title: "Trail Runner 2",
      description: 'For long days, "rain" or not. Light & grippy.',
      brand: "Fellwind",
      category: ["Shoes", "Running"],
      attributes: [
        { name: "color", value: "red" },
        { name: "color", value: "black" },
        { name: "size", value: "42" },
        { name: "custom_label_0", value: "bestseller" },
        { name: "drop", value: "6 mm" },
        { name: "weight", value: "280 g" },
        { name: "category", value: "Trail" },
        { name: "color", value: "blue" },
        { name: "size", value: "43" },
      ],
      keywords: [],
      image: "https://shop.example/i/red.jpg",
      url: "https://shop.example/p/trail-runner-2?c=red",
      price: { amount: 99.9, currency: "EUR" },
      listPrice: { amount: 129.9, currency: "EUR" },
      inStock: true,
      variants: [
        {
          id: "tr2-red",
          aliases: ["4006381333931", "FW-TR2"],
          price: { amount: 99.9, currency: "EUR" },
          inStock: true,
        },
        {
          id: "tr2-blue",
          aliases: ["4006381333948", "FW-TR2"],
          price: { amount: 119.9, currency: "EUR" },
          inStock: false,
        },
      ],
      aliases: ["/p/trail-runner-2"],
    },
  ]);
});

test("the same rows between commas, semicolons or bars, with CRLF and a byte order mark, read alike", () => {
  const tabs = read(table("\t", ["id", "title", "brand"], ["1", "Lamp", "Lumo"], ["2", "Vase", "Ton"])).products;
  for (const separator of [",", ";", "|"]) {
    const text = table(separator, ["id", "title", "brand"], ["1", "Lamp", "Lumo"], ["2", "Vase", "Ton"]);
    expect(read(`\ufeff${text.replaceAll("\n", "\r\n")}`).products).toEqual(tabs);
  }
});

test("the same product as RSS and as Atom, in any prefix order, with CDATA and comments", () => {
  const fields = `
    <g:id>tr2</g:id><title>A feed reader's title</title><g:title>Trail Runner 2 &amp; more</g:title>
    <!-- <item> --><g:description><![CDATA[<p>Light &amp; <b>grippy</b></p> ]]></g:description>
    <g:image_link>https://shop.example/i/1.jpg</g:image_link><g:price>129.90 EUR</g:price>
    <g:product_type>Shoes &gt; Running</g:product_type><g:product_type>Shoes &gt; Trail</g:product_type>
    <g:product_detail><g:section_name>General</g:section_name><g:attribute_name>Drop</g:attribute_name>
      <g:attribute_value>6 mm</g:attribute_value></g:product_detail>
    <g:product_highlight>Dry feet</g:product_highlight><g:product_highlight>Warm hands</g:product_highlight>
    <media:title>Not the product</media:title>`;
  const item = rss(`<item>${fields}<link>https://shop.example/p/tr2</link></item>`);
  const atom = `<?xml version="1.0"?><!-- made today --><feed xmlns="http://www.w3.org/2005/Atom">
    <entry><id>tag:shop.example,2026:tr2</id>${fields}
    <link rel="self" href="https://shop.example/feed"/><link rel="alternate" href="https://shop.example/p/tr2"/></entry></feed>
    <!-- end -->`;
  expect(read(item)).toMatchObject({ format: "merchant-rss", rows: 1, issues: [] });
  expect(read(atom)).toMatchObject({ format: "merchant-atom", rows: 1, issues: [] });
  expect(one(item)).toMatchObject({
    id: "tr2",
    title: "Trail Runner 2 & more",
    description: "Light & grippy Dry feet Warm hands",
    category: ["Shoes", "Running"],
    url: "https://shop.example/p/tr2",
    attributes: [
      { name: "drop", value: "6 mm" },
      { name: "category", value: "Trail" },
    ],
  });
  expect(one(atom)).toEqual(one(item));
});

test("ids of Google's feeds from Shopify name the product's and the variant's numbers", () => {
  const columns = ["id", "title", "item_group_id"];
  const row = ["shopify_US_1234567_7654321", "Lamp", "1234567"];
  expect(one(table("\t", columns, row))).toMatchObject({
    id: "1234567",
    aliases: [],
    variants: [{ id: "shopify_US_1234567_7654321", aliases: ["7654321"] }],
  });
  expect(one(table("\t", columns.slice(0, 2), row.slice(0, 2))).aliases).toEqual(["1234567"]);
});

test("a row named like a group joins it, and titles in Chinese and Japanese keep their stem", () => {
  const columns = ["id", "title", "item_group_id"];
  const rows = [
    ["鞋1", "越野跑鞋 红色 42", ""],
    ["鞋1-蓝", "越野跑鞋 蓝色 43", "鞋1"],
    ["靴", "ランニングシューズ（赤）", "靴組"],
    ["靴2", "ランニングシューズ（青）", "靴組"],
  ];
  expect(read(table("\t", columns, ...rows)).products).toMatchObject([
    { id: "鞋1", title: "越野跑鞋", variants: [{ id: "鞋1" }, { id: "鞋1-蓝" }] },
    { id: "靴組", title: "ランニングシューズ", variants: [{ id: "靴" }, { id: "靴2" }] },
  ]);
});

test("a category of Google's that is only a number is an attribute, without words to rank by", () => {
  expect(one("id\ttitle\tgoogle_product_category\n1\tLamp\t187\n")).toMatchObject({
    category: [],
    attributes: [{ name: "google_product_category", value: "187" }],
  });
  expect(one("id\ttitle\tgoogle_product_category\n1\tLamp\tHome > TV/Video\n").category).toEqual(["Home", "TV/Video"]);
});

test("a sale price counts within its dates only", () => {
  const sale = (period: string): unknown =>
    one(`id\ttitle\tprice\tsale_price\tsale_price_effective_date\n1\tLamp\t20 EUR\t15 EUR\t${period}\n`).price;
  expect(sale("2026-04-01T00:00+0200/2026-06-01T00:00+0200")).toEqual({ amount: 15, currency: "EUR" });
  expect(sale("2026-05-02T00:00Z/2026-06-01T00:00Z")).toEqual({ amount: 20, currency: "EUR" });
  expect(sale("2026-03-01T00:00Z/2026-04-01T00:00Z")).toEqual({ amount: 20, currency: "EUR" });
  expect(sale("soon")).toEqual({ amount: 15, currency: "EUR" });
});

test.each([
  ["in stock", true],
  ["In-Stock", true],
  ["preorder", true],
  ["Back Order", true],
  ["https://schema.org/InStock", true],
  ["7", true],
  ["Out Of Stock", false],
  ["out_of_stock", false],
  ["sold out", false],
  ["http://schema.org/OutOfStock", false],
  ["0", false],
])("availability %j", (word, inStock) => {
  const reading = read(`id\ttitle\tavailability\n1\tLamp\t${word}\n`);
  expect(reading.issues).toEqual([]);
  expect(reading.products[0]!.inStock).toBe(inStock);
});

test("bad rows are told by line and field, and the rest is built", () => {
  const reading = read(
    table(
      "\t",
      ["id", "title", "price", "link", "availability", "item_group_id"],
      ["1", "Lamp", "12,99 EUR", "https://shop.example/1", "in stock", ""],
      ["", "No id", "1 EUR", "", "", ""],
      ["1", "Again", "1 EUR", "", "", ""],
      ["2", "", "1 EUR", "", "", ""],
      ["3", "Negative", "-4 EUR", "", "", ""],
      ["4", "Unreadable", "ask us", "", "", ""],
      ["5", "Scheme", "1,299 EUR", "javascript:alert(1)", "perhaps", ""],
      ["6", "Short"],
      ["7", "Long", "1 EUR", "", "", "", "surplus"],
      ["8", "Trailing", "1 EUR", "", "", "", "", ""],
      ["9", "Relative", "1 EUR", "www.shop.example/9", "", ""],
      ["x".repeat(201), "Long id", "1 EUR", "", "", ""],
    ),
  );
  expect(reading.rows).toBe(12);
  expect(reading.products.map(({ id }) => id)).toEqual(["1", "3", "4", "5", "8", "9"]);
  expect(reading.products.map(({ price }) => price?.amount)).toEqual([12.99, undefined, undefined, undefined, 1, 1]);
  expect(reading.products[3]).toMatchObject({ url: "", inStock: true });
  expect(said(reading.issues)).toEqual([
    '2 price warning: "12,99 EUR" was read as 12.99: write a point before the decimals',
    "3 id error: the row has no id and was left out: give each row an id of its own",
    '4 id error: "1" is already the id of line 2 and the row was left out: make ids unique',
    '5 title error: "2" has no title and was left out: give it one',
    '6 price warning: "-4 EUR" is negative and was left out: correct it',
    '7 price warning: "ask us" is not a price and was left out: write it as 12.99 EUR',
    '8 price warning: "1,299 EUR" could mean thousands or decimals and was left out: write 1299.00 or 1.30',
    '8 link warning: "javascript:alert(1)" is not a web address and was left out: write one that begins with https://',
    '8 availability warning: "perhaps" is no availability and was read as in stock: write in_stock or out_of_stock',
    "9  error: the row has 2 columns where the header has 6: look for a stray or missing separator or quote",
    "10  error: the row has 7 columns where the header has 6: look for a stray or missing separator or quote",
    '12 link warning: 1 addresses are relative and were left out: begin them with https:// or with "/", for example "www.shop.example/9"',
    `13 id error: "${"x".repeat(60)}…" has over 200 characters and was left out: shorten the id`,
  ]);
});

test("a quote that never closes costs its own line", () => {
  const reading = read('id\ttitle\n1\t"Lamp\n2\tVase\n3\t"Cup"\n4\t"5"" screen"\n5\t7" screen\n6\t"Best" mug\n');
  expect(reading.products.map(({ title }) => title)).toEqual(["Vase", "Cup", '5" screen', '7" screen', '"Best" mug']);
  expect(reading.issues).toMatchObject([{ line: 2, severity: "error" }]);
  expect(reading.rows).toBe(6);
  const swallowed = read('id\ttitle\tprice\n1\t"Lamp\t1\n2\tVase\t2\n3\t5"\t3\n4\tCup\t4\n');
  expect(swallowed.products.map(({ title }) => title)).toEqual(["Vase", '5"', "Cup"]);
});

test("a quoted text may run over lines, and the lines after it keep their numbers", () => {
  const reading = read('id\ttitle\tdescription\r\n\r\n1\tLamp\t"one\r\ntwo\r\n\r\nthree"\r\n\r\n\tVase\tx\r\n');
  expect(reading.products).toMatchObject([{ description: "one two three" }]);
  expect(reading.issues).toMatchObject([{ line: 8, field: "id" }]);
});

test("an item of broken XML costs itself alone, at its line", () => {
  const reading = read(
    rss(
      "<item><g:id>1</g:id><title>Lamp</title></item>",
      "<item><g:id>2</g:id>\n<title>Salt & pepper</title></item>",
      "<item><g:id>3</g:id>\n<title>Cup</titel></item>",
      "<item><g:id>4</g:id><__proto__>x</__proto__><title>Jug</title></item>",
      "<item><g:id>5</g:id><title>Left open</title>",
      "<item><g:id>6</g:id><toString>y</toString><title>Vase</title></item>",
    ),
  );
  expect(reading.products.map(({ id }) => id)).toEqual(["1", "6"]);
  expect(reading.rows).toBe(6);
  expect(said(reading.issues)).toEqual([
    '6  error: the item is not well-formed XML and was left out: on line 7 a "&" stands alone, write &amp;',
    "8  error: the item is not well-formed XML and was left out: on line 9 tags do not match, close each one",
    "10  error: the item cannot be read as XML and was left out: look for odd names of elements",
    "11  error: this <item> is never closed and was left out: the feed may be cut short",
  ]);
});

test("truncated XML keeps its complete items and names the line where it breaks off", () => {
  const whole = rss("<item><g:id>1</g:id><title>Lamp</title></item>", "<item><g:id>2</g:id><title>Vase</title></item>");
  const inItem = read(whole.slice(0, whole.indexOf("Vase")));
  expect(inItem.products.map(({ id }) => id)).toEqual(["1"]);
  expect(inItem.issues).toMatchObject([
    { line: 6, severity: "error", message: "this <item> is never closed and was left out: the feed may be cut short" },
    { line: 6, severity: "error", message: "the feed ends in mid-air and may be cut short: fetch it again" },
  ]);
  const between = read(whole.slice(0, whole.indexOf("\n</channel>")));
  expect(between.products).toHaveLength(2);
  expect(between.issues).toMatchObject([{ line: 6, severity: "error" }]);
});

test("entities of the document's own are neither expanded nor fetched", () => {
  const bomb = [
    '<?xml version="1.0"?>',
    '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">',
    '<!ENTITY c "&b;&b;&b;&b;"><!ENTITY file SYSTEM "file:///etc/hostname">]>',
    "<rss><channel><item><id>1</id><title>&c;|&file;|&eacute;|&#x41;|&nbsp;|&lt;</title></item></channel></rss>",
  ].join("\n");
  expect(one(bomb).title).toBe("&c;|&file;|é|A| |<");
});
