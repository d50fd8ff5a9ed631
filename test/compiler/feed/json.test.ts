import { expect, test } from "vitest";
import { one, read, said } from "./reading.ts";

const lines = (...objects: readonly unknown[]): string => `${objects.map((one) => JSON.stringify(one)).join("\n")}\n`;

test("a line of titles, attributes and keywords", () => {
  const reading = read(
    '{"id": "1", "title": "OPI: Lacquer", "attributes": ["a173","a1"], "keywords": "nail lacquer"}\n{"id":2,"name":"爪やすり"}',
  );
  expect(reading).toMatchObject({ format: "json-lines", rows: 2, issues: [] });
  expect(reading.products).toEqual([
    {
      id: "1",
      title: "OPI: Lacquer",
      description: "",
      brand: "",
      category: [],
      attributes: [
        { name: "attribute", value: "a173" },
        { name: "attribute", value: "a1" },
      ],
      keywords: ["nail lacquer"],
      image: "",
      url: "",
      price: undefined,
      listPrice: undefined,
      inStock: true,
      variants: [{ id: "1", aliases: [], price: undefined, inStock: true }],
      aliases: [],
    },
    expect.objectContaining({ id: "2", title: "爪やすり" }),
  ]);
});

test("an object of a demo store: category and style are a path, stock is a number, a bare image name is no address", () => {
  const object = {
    id: "6579c22f",
    current_stock: 15,
    name: "Canvas Sneaker",
    category: "footwear",
    style: "sneaker",
    description: "Light.",
    price: 129.99,
    image: "6579c22f.jpg",
    gender_affinity: "F",
    where_visible: "UI",
    promoted: true,
  };
  const reading = read(lines(object, { ...object, id: "2", current_stock: 0 }));
  expect(reading.products).toMatchObject([
    {
      title: "Canvas Sneaker",
      category: ["footwear", "sneaker"],
      attributes: [{ name: "gender", value: "F" }],
      price: { amount: 129.99, currency: "" },
      image: "",
      inStock: true,
    },
    { inStock: false },
  ]);
  expect(said(reading.issues)).toEqual([
    '1 image warning: 2 addresses are relative and were left out: begin them with https:// or with "/", for example "6579c22f.jpg"',
  ]);
});

test("fields by their other names and in their other shapes", () => {
  expect(
    one(
      lines({
        asin: "B01",
        productName: "Lamp",
        body: ["Warm light.", "<b>Dimmable</b>"],
        vendor: { name: "Lumo" },
        categories: [
          ["Home", "Lamps"],
          ["Gifts", "For her"],
        ],
        attributes: { Color: ["red", "blue"], Width: 12, wireless: true },
        genres: "Comedy, Drama",
        tags: ["new"],
        keywords: ["bed", "desk, table"],
        price: { amount: "20.00", currency: "eur" },
        sale_price: "15",
        currency: "EUR",
        images: [{ alt: "A lamp", src: "https://shop.example/i.jpg" }],
        permalink: "/p/lamp",
        stock: "instock",
        gtin: 4006381333931,
        sku: "L-1",
        slug: "lamp",
      }),
    ),
  ).toEqual({
    id: "B01",
    title: "Lamp",
    description: "Warm light. Dimmable",
    brand: "Lumo",
    category: ["Home", "Lamps"],
    attributes: [
      { name: "genre", value: "Comedy" },
      { name: "genre", value: "Drama" },
      { name: "tag", value: "new" },
      { name: "color", value: "red" },
      { name: "color", value: "blue" },
      { name: "width", value: "12" },
      { name: "wireless", value: "true" },
      { name: "category", value: "For her" },
    ],
    keywords: ["bed", "desk", "table"],
    image: "https://shop.example/i.jpg",
    url: "/p/lamp",
    price: { amount: 15, currency: "EUR" },
    listPrice: { amount: 20, currency: "EUR" },
    inStock: true,
    variants: [{ id: "B01", aliases: ["L-1", "4006381333931"], price: { amount: 15, currency: "EUR" }, inStock: true }],
    aliases: ["lamp", "/p/lamp"],
  });
});

test.each([
  ["Shoes > Running", ["Shoes", "Running"]],
  ["Shoes/Running", ["Shoes", "Running"]],
  ["Shoes", ["Shoes"]],
  [
    ["Shoes", "Running"],
    ["Shoes", "Running"],
  ],
  [
    ["Shoes > Running", "Gifts > Sport"],
    ["Shoes", "Running"],
  ],
  [
    [{ name: "Shoes" }, { name: "Running" }],
    ["Shoes", "Running"],
  ],
  ["", []],
  [null, []],
])("category %j", (category, path) => {
  expect(one(lines({ id: 1, title: "x", category })).category).toEqual(path);
});

test("a list of variants, as Shopify's products.json writes it", () => {
  const product = one(
    lines({
      id: 8123456789,
      title: "Cup",
      handle: "cup",
      product_type: "Kitchen",
      options: [{ name: "Size", values: ["S", "L"] }],
      variants: [
        { id: 4123456701, title: "S", sku: "C-S", price: "9.00", compare_at_price: "12.00", available: false },
        { id: 4123456702, title: "L", sku: "C-L", price: "11.00", color: "white" },
        { sku: "C-X" },
        {},
      ],
    }),
  );
  expect(product).toMatchObject({
    id: "8123456789",
    title: "Cup",
    category: ["Kitchen"],
    price: { amount: 11 },
    listPrice: undefined,
    aliases: ["cup"],
    variants: [
      { id: "4123456701", aliases: ["C-S", "shopify_8123456789_4123456701"], inStock: false },
      { id: "4123456702", aliases: ["C-L", "shopify_8123456789_4123456702"], inStock: true },
      { id: "C-X" },
      { id: "8123456789/4" },
    ],
  });
  expect(product.attributes).toEqual([
    { name: "size", value: "S" },
    { name: "size", value: "L" },
    { name: "color", value: "white" },
  ]);
});

test("a product may say that it is hidden, and what else it is called", () => {
  const reading = read(
    lines({ id: 1, title: "a", hidden: false, aliases: ["x", 7] }, { id: 2, title: "b", hidden: true }),
  );
  expect(reading.products).toMatchObject([{ id: "1", aliases: ["x", "7"] }]);
  expect(reading.issues).toMatchObject([{ line: 2, field: "status", severity: "warning" }]);
});

test("one array of objects reads like the lines, and keeps line numbers", () => {
  const objects = [{ id: 1, title: 'a]},{[\\"' }, { id: 2, title: "b" }, { title: "no id" }];
  const spread = JSON.stringify(objects, null, 2);
  expect(read(spread).products).toEqual(read(lines(...objects)).products);
  expect(read(spread).issues).toMatchObject([{ line: 10, field: "id" }]);
  expect(read(JSON.stringify(objects)).products).toHaveLength(2);
  expect(said(read('[{"id":1,"title":"a"},\n{"id":2,"ti').issues)).toEqual([
    "2  error: the last row is not valid JSON: the file may have been cut short, fetch it again",
  ]);
  expect(read('[{"id":1,"title":"a"},\n').issues).toHaveLength(1);
});

test("bad lines are told by line, and the rest is read", () => {
  const reading = read(
    [
      '{"id":1,"title":"a"}',
      '{"id":2,"title":"b"',
      "",
      "[1, 2]",
      '"text"',
      '{"id":12345678901234567890,"title":"c"}',
      '{"id":{"x":1},"title":"d"}',
      '{"id":3,"title":"e","currency":"euros","price":-1}',
      '{"__proto__":{"title":"f"},"constructor":1,"id":4}',
      `{"id":5,"title":"${"x".repeat(1_000_001)}"}`,
      '{"id":6,"title":"g\\ud800"}',
      '{"id":7,"title":"tail',
    ].join("\r\n"),
  );
  expect(reading.rows).toBe(11);
  expect(reading.products.map(({ id, title }) => [id, title])).toEqual([
    ["1", "a"],
    ["3", "e"],
    ["6", "g"],
  ]);
  expect(said(reading.issues)).toEqual([
    "2  error: the row is not valid JSON: look for missing quotes, commas or braces",
    '4  error: the row is a list and not an object: write {"id": ..., "title": ...}',
    '5  error: the row is "text" and not an object: write {"id": ..., "title": ...}',
    '6 id error: "12345678901234567000" cannot be an id and the row was left out: write the id as text',
    "7 id error: an object cannot be an id and the row was left out: write the id as text",
    '8 currency warning: "euros" is no currency and was left out: write a code such as EUR',
    '8 price warning: "-1" is negative and was left out: correct it',
    '9 title error: "4" has no title and was left out: give it one',
    "10  error: the row has more than 1 MB: leave out fields",
    "12  error: the last row is not valid JSON: the file may have been cut short, fetch it again",
  ]);
});

test("absurd lengths are cut, and said so where a reader would notice", () => {
  const reading = read(
    lines({
      id: 1,
      title: "😀".repeat(600),
      description: "y ".repeat(6_000),
      brand: "z".repeat(101),
      url: `https://shop.example/${"p".repeat(2_000)}`,
      attributes: Array.from({ length: 300 }, (_, at) => `v${at}`),
      keywords: Array.from({ length: 300 }, (_, at) => `k${at}`),
    }),
  );
  const [product] = reading.products;
  expect(product).toMatchObject({ title: "😀".repeat(500), brand: "z".repeat(100), url: "" });
  expect([product!.description.length, product!.attributes.length, product!.keywords.length]).toEqual([
    9_999, 100, 100,
  ]);
  expect(reading.issues.map(({ field }) => field)).toEqual(["url", "title", "description", "brand"]);
});
