import { expect, test } from "vitest";
import { one, read, said, table } from "./reading.ts";

const OLD = [
  "Handle,Title,Body (HTML),Vendor,Product Category,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value",
  "Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Price",
  "Variant Compare At Price,Variant Barcode,Image Src,Image Position,Status",
].join(",");

const ROWS = [
  'linen-shirt,Linen Shirt,"<p>Cool, <em>soft</em>.</p>\n<ul><li>100% linen</li></ul>",Norrland,Apparel & Accessories > Clothing > Shirts,Summer shirts,"linen, summer",TRUE,Color,Sand,Size,M,LS-S-M,shopify,0,deny,59.00,79.00,4006381333931,https://cdn.example/ls.jpg,1,active',
  "linen-shirt,,,,,,,,,Sand,,L,LS-S-L,shopify,4,deny,64.00,79.00,4006381333948,https://cdn.example/ls2.jpg,2,",
  "linen-shirt,,,,,,,,,,,,,,,,,,,https://cdn.example/ls3.jpg,3,",
  "gift-card,Gift Card,,Norrland,,,,TRUE,Title,Default Title,,,GC,,,deny,25.00,,,,,active",
  "old-hat,Old Hat,,Norrland,,,,TRUE,Title,Default Title,,,,,,,10.00,,,,,archived",
  "new-hat,New Hat,,Norrland,,,,TRUE,Title,Default Title,,,,,,,10.00,,,,,draft",
  "quiet-hat,Quiet Hat,,Norrland,,,,FALSE,Title,Default Title,,,,,,,10.00,,,,,active",
];

test("a Shopify export: one product a handle, its variants, options, tags, category and stock", () => {
  const reading = read(`${[OLD, ...ROWS].join("\n")}\n`);
  expect(reading).toMatchObject({ format: "shopify-csv", rows: 7 });
  expect(reading.products).toEqual([
    {
      id: "linen-shirt",
      title: "Linen Shirt",
      description: "Cool, soft. 100% linen",
      brand: "Norrland",
      category: ["Apparel & Accessories", "Clothing", "Shirts", "Summer shirts"],
      attributes: [
        { name: "tag", value: "linen" },
        { name: "tag", value: "summer" },
        { name: "color", value: "Sand" },
        { name: "size", value: "M" },
        { name: "size", value: "L" },
      ],
      keywords: [],
      image: "https://cdn.example/ls.jpg",
      url: "/products/linen-shirt",
      price: { amount: 64, currency: "" },
      listPrice: { amount: 79, currency: "" },
      inStock: true,
      variants: [
        {
          id: "linen-shirt/Sand/M",
          aliases: ["LS-S-M", "4006381333931"],
          price: { amount: 59, currency: "" },
          inStock: false,
        },
        {
          id: "linen-shirt/Sand/L",
          aliases: ["LS-S-L", "4006381333948"],
          price: { amount: 64, currency: "" },
          inStock: true,
        },
      ],
      aliases: ["/products/linen-shirt"],
    },
    {
      id: "gift-card",
      title: "Gift Card",
      description: "",
      brand: "Norrland",
      category: [],
      attributes: [],
      keywords: [],
      image: "",
      url: "/products/gift-card",
      price: { amount: 25, currency: "" },
      listPrice: undefined,
      inStock: true,
      variants: [{ id: "gift-card", aliases: ["GC"], price: { amount: 25, currency: "" }, inStock: true }],
      aliases: ["/products/gift-card"],
    },
  ]);
  expect(said(reading.issues)).toEqual([
    '7 status warning: 3 products are not on sale and were left out, for example "old-hat: archived", "new-hat: draft", "quiet-hat: unpublished"',
  ]);
});

test("the column names of Shopify's newer exports read the same", () => {
  const renamed = OLD.replace("Handle", "URL handle")
    .replace("Body (HTML)", "Description")
    .replace("Product Category", "Product category")
    .replace("Published", "Published on online store")
    .replaceAll(/Option(\d) (N|V)/g, (_, number, letter) => `Option${number} ${letter.toLowerCase()}`)
    .replace("Variant SKU", "SKU")
    .replace("Variant Inventory Tracker", "Inventory tracker")
    .replace("Variant Inventory Qty", "Inventory quantity")
    .replace("Variant Inventory Policy", "Continue selling when out of stock")
    .replace("Variant Price", "Price")
    .replace("Variant Compare At Price", "Compare-at price")
    .replace("Variant Barcode", "Barcode")
    .replace("Image Src", "Product image URL");
  const rows = ROWS.map((row) => row.replaceAll("deny", "FALSE"));
  expect(read([renamed, ...rows].join("\n"))).toEqual(read([OLD, ...ROWS].join("\n")));
});

test("numbers of product and variant give the names that Google's feeds from Shopify use", () => {
  const text = table(
    ",",
    ["Handle", "Title", "Vendor", "ID", "Variant ID", "Option1 Name", "Option1 Value"],
    ["cup", "Cup", "Ton", "8123456789", "4123456701", "Size", "S"],
    ["cup", "", "", "8123456789", "4123456702", "", "L"],
  );
  expect(one(text)).toMatchObject({
    id: "cup",
    aliases: ["8123456789", "/products/cup"],
    variants: [
      { id: "4123456701", aliases: ["shopify_8123456789_4123456701"] },
      { id: "4123456702", aliases: ["shopify_8123456789_4123456702"] },
    ],
  });
});

test("sold beyond the stock, not counted, sold out", () => {
  const columns = ["Handle", "Title", "Variant Inventory Tracker", "Variant Inventory Qty", "Variant Inventory Policy"];
  const rows = [
    ["a", "A", "shopify", "0", "continue"],
    ["b", "B", "", "0", "deny"],
    ["c", "C", "shopify", "-2", "deny"],
    ["d", "D", "shopify", "", "deny"],
  ];
  const { products } = read(table(",", [...columns, "Vendor"], ...rows.map((row) => [...row, "V"])));
  expect(products.map(({ inStock }) => inStock)).toEqual([true, true, false, true]);
});

test("a row without a handle and a variant given twice are errors", () => {
  const text = table(
    ",",
    ["Handle", "Title", "Vendor", "Option1 Name", "Option1 Value", "Variant SKU"],
    ["cup", "Cup", "Ton", "Size", "S", "1"],
    ["", "Lost", "Ton", "Size", "S", "2"],
    ["cup", "", "", "", "S", "3"],
    ["jug", "", "Ton", "Size", "S", "1"],
  );
  const reading = read(text);
  expect(reading.products.map(({ id, variants }) => [id, variants.length])).toEqual([["cup", 1]]);
  expect(said(reading.issues)).toEqual([
    "3 Handle error: the row has no Handle and was left out: each row of a product repeats its handle",
    '4 id error: "cup/S" is already the id of line 2 and the row was left out: make ids unique',
    '5 title error: "jug" has no title and was left out: give it one',
  ]);
});
