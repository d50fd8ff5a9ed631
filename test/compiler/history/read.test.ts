import { Buffer } from "node:buffer";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { FeedError } from "../../../compiler/feed/errors.ts";
import { readHistory } from "../../../compiler/history/read.ts";
import { readTime } from "../../../compiler/history/time.ts";
import type { HistoryReading } from "../../../compiler/interaction.ts";

const read = (text: string | Uint8Array): HistoryReading =>
  readHistory(typeof text === "string" ? Buffer.from(text) : text, "history.csv");

const said = (reading: HistoryReading): string[] =>
  reading.issues.map(({ line, field, severity, message }) => `${line} ${field} ${severity}: ${message}`);

const NOON = Date.UTC(2026, 4, 1, 12);

test("sessions in columns, without kinds, are views in the order of the file", () => {
  const text = "SessionId\tItemId\tTime\n1\t214536502\t1396860669.277\n1\t214536500\t1396860700\n2\t3\t\n";
  expect(read(text)).toEqual({
    format: "tsv",
    rows: 3,
    interactions: [
      { shopper: "1", item: "214536502", at: 1396860669277, kind: "view" },
      { shopper: "1", item: "214536500", at: 1396860700000, kind: "view" },
      { shopper: "2", item: "3", at: undefined, kind: "view" },
    ],
    issues: [],
  });
});

test("events as lines of JSON, with GA4's names and items", () => {
  const lines = [
    { event_name: "view_item", user_pseudo_id: "u", event_timestamp: 1777636800000000, items: [{ item_id: "a" }] },
    { event_name: "add_to_cart", user_pseudo_id: "u", event_timestamp: 1777636800000000, items: [{ item_id: "a" }] },
    {
      event_name: "purchase",
      user_pseudo_id: "u",
      event_timestamp: 1777636800000000,
      items: ["a", { sku: "b" }, { id: 7 }],
    },
    { event_name: "page_view", user_pseudo_id: "u" },
    { event_name: "view_item_list", user_pseudo_id: "u", items: [{ item_id: "c" }] },
    { event: "select_item", userId: 5, productId: 9, createdAt: "2026-05-01T12:00:00Z" },
  ];
  const reading = read(lines.map((line) => JSON.stringify(line)).join("\n"));
  expect(reading.format).toBe("json-lines");
  expect(reading.interactions).toEqual([
    { shopper: "u", item: "a", at: NOON, kind: "view" },
    { shopper: "u", item: "a", at: NOON, kind: "cart" },
    { shopper: "u", item: "a", at: NOON, kind: "purchase" },
    { shopper: "u", item: "b", at: NOON, kind: "purchase" },
    { shopper: "u", item: "7", at: NOON, kind: "purchase" },
    { shopper: "5", item: "9", at: NOON, kind: "view" },
  ]);
  expect(said(reading)).toEqual([
    '4 kind warning: 2 rows are of kinds that are no view, cart or purchase and were skipped, for example "page_view", "view_item_list"',
  ]);
});

test("orders with line items are purchases, of the customer or, for a guest, of the order", () => {
  const orders = [
    {
      id: 1,
      created_at: "2026-05-01T14:00:00+02:00",
      customer: { id: 77, email: "a@x.example" },
      line_items: [{ product_id: 5, sku: "s" }],
    },
    { id: 2, created_at: "2026-05-01T12:00:00Z", line_items: [{ product_id: null, sku: "t" }, { sku: "u" }] },
  ];
  expect(read(JSON.stringify(orders)).interactions).toEqual([
    { shopper: "77", item: "5", at: NOON, kind: "purchase" },
    { shopper: "2", item: "t", at: NOON, kind: "purchase" },
    { shopper: "2", item: "u", at: NOON, kind: "purchase" },
  ]);
});

test("Shopify's order export: the lines of an order share its shopper and time", () => {
  const text = [
    "Name,Email,Financial Status,Created at,Lineitem quantity,Lineitem name,Lineitem sku,Billing Name",
    "#1001,a@x.example,paid,2026-05-01 14:00:00 +0200,1,Linen Shirt - M,LS-M,A",
    "#1001,,,,2,Gift Card,,",
    "#1002,,paid,2026-05-01 12:00:00 UTC,1,Cup,C-1,",
  ].join("\n");
  expect(read(text)).toEqual({
    format: "csv",
    rows: 3,
    interactions: [
      { shopper: "a@x.example", item: "LS-M", at: NOON, kind: "purchase" },
      { shopper: "a@x.example", item: "Gift Card", at: NOON, kind: "purchase" },
      { shopper: "#1002", item: "C-1", at: NOON, kind: "purchase" },
    ],
    issues: [],
  });
});

test.each([
  ["shopper,item,time,kind\nu,i,2026-05-01T12:00:00Z,purchase", "purchase"],
  ["user;sku;date;event_type\nu;i;1777636800;addtocart", "cart"],
  ["visitorid,timestamp,event,itemid,transactionid\nu,1777636800000,transaction,i,", "purchase"],
  ["client_id|product_id|at|type\nu|i|2026-05-01 12:00|clicks", "view"],
  ["order_id,customer_id,product,order_date\n9,u,i,2026-05-01T12:00Z", "purchase"],
  ["session,variant_id,created_at\nu,i,2026/05/01 12:00:00", "view"],
])("columns by their other names: %j", (text, kind) => {
  expect(read(text)).toMatchObject({ interactions: [{ shopper: "u", item: "i", at: NOON, kind }], issues: [] });
});

test("a row says how much it counts; one that says nonsense is left out", () => {
  const text = "user,item,interaction_weight,weight\nu,i,0.25,900\nu,j,,900\nu,k,0,900\nu,l,much,900\nu,m,1001,900\n";
  const reading = read(text);
  expect(reading.interactions).toEqual([
    { shopper: "u", item: "i", at: undefined, kind: "view", weight: 0.25 },
    { shopper: "u", item: "j", at: undefined, kind: "view" },
  ]);
  expect(said(reading)).toHaveLength(3);
  expect(said(reading)[1]).toBe(
    '5 interaction_weight error: "much" is no weight and the row was left out: write a number above 0, up to 1000',
  );
});

test.each([
  ["1777636800", NOON],
  ["1777636800.5", NOON + 500],
  [1777636800000, NOON],
  ["1777636800000123", NOON],
  ["1.7776368e9", NOON],
  ["881250949", 881250949000],
  ["20260501", NOON - 43_200_000],
  ["2026-05-01", NOON - 43_200_000],
  ["2026-05-01T12:00:00.000Z", NOON],
  ["2026-05-01 14:00:00 +0200", NOON],
  ["2026-05-01T14:00+02", NOON],
  ["2026-05-01 12:00 utc", NOON],
  ["2026-13-01", undefined],
  ["2026-05-01 25:00", undefined],
  ["01/05/2026", undefined],
  ["yesterday", undefined],
  ["17", undefined],
  ["-1777636800", undefined],
  ["1e300", undefined],
])("time %j", (value, at) => {
  expect(readTime(value)).toBe(at);
});

test("bad rows are told by line and field, and the rest is read", () => {
  const reading = read(
    [
      "user_id,item_id,time,kind",
      "u,i,2026-05-01T12:00:00Z,view",
      ",i,2026-05-01T12:00:00Z,view",
      "u,,2026-05-01T12:00:00Z,view",
      "u,i,last week,view",
      "u,i",
      `u,${"i".repeat(201)},,view`,
      `${"u".repeat(201)},i,,view`,
      "u,i,,",
      "u,i,,refund",
    ].join("\n"),
  );
  expect(reading.rows).toBe(9);
  expect(reading.interactions).toEqual([
    { shopper: "u", item: "i", at: NOON, kind: "view" },
    { shopper: "u", item: "i", at: undefined, kind: "view" },
  ]);
  expect(said(reading)).toEqual([
    "3 shopper error: the row has no shopper or session and was left out: name one in a column such as user_id",
    "4 item error: the row has no product and was left out: name one in a column such as item_id",
    '5 time error: "last week" is no time and the row was left out: write 2026-05-01T10:00:00Z',
    "6  error: the row has 2 columns where the header has 4: look for a stray or missing separator or quote",
    "7 item error: the row has a product id of over 200 characters and was left out: name one in a column such as item_id",
    "8 shopper error: the row has a shopper of over 200 characters and was left out: name one in a column such as user_id",
    '10 kind warning: 1 rows are of kinds that are no view, cart or purchase and were skipped, for example "refund"',
  ]);
  expect(said(read('{"user":"u","items":[]}\n{"user":"u","item":"i"'))).toEqual([
    "1 items warning: the row lists no items and says nothing: leave it out",
    "2  error: the last row is not valid JSON: the file may have been cut short, fetch it again",
  ]);
});

test.each([
  ["", "history.csv is empty (0 bytes): export it again"],
  ["  \n", "history.csv holds nothing but white space: export it again"],
  ["<!doctype html><p>Log in", /^history.csv is a web page/],
  ["<orders/>", /^history.csv is XML/],
  ["1 75 7697 1104", /^history.csv is no history Inkling knows/],
  ["user_id,when\nu,1", /^history.csv has no column for the product/],
  ["item_id,when\nu,1", /^history.csv has no column for the shopper or session/],
  ["user_id,item_id\n", /^history.csv holds a header and no rows/],
  [Buffer.from([0, 1, 2, 3]), /^history.csv is a binary file/],
])("%j is refused in one sentence", (text, message) => {
  expect(() => read(text)).toThrow(FeedError);
  expect(() => read(text)).toThrow(message);
});

const GOOD = [
  'user_id,item_id,time,kind\n"u",i,2026-05-01T12:00:00Z,view\nü,靴,1777636800,cart\n',
  '{"session":"u","item":"靴","at":1777636800}\n{"user":"u","items":[{"sku":"a"}]}\n',
  '[{"session":"u","item":"靴"},\n{"user":"u","line_items":["a"]}]',
];

function readsOrRefuses(bytes: Uint8Array): void {
  try {
    for (const { shopper, item, at } of read(bytes).interactions) {
      expect(shopper !== "" && item !== "" && (at === undefined || Number.isSafeInteger(at))).toBe(true);
    }
  } catch (error) {
    if (!(error instanceof FeedError)) throw error;
  }
}

test.each(GOOD)("%j gzipped, cut short anywhere or changed is read or refused", (text) => {
  const bytes = Buffer.from(text);
  expect(read(text).issues).toEqual([]);
  expect(read(gzipSync(bytes))).toEqual(read(text));
  for (let length = 0; length < bytes.length; length++) readsOrRefuses(bytes.subarray(0, length));
  const changes = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(changes, (all) => {
      const changed = Buffer.from(bytes);
      for (const [at, byte] of all) changed[at] = byte;
      readsOrRefuses(changed);
    }),
    { numRuns: 500 },
  );
});

test("any bytes and any JSON are read or refused", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), readsOrRefuses), { numRuns: 1_000 });
  const names = fc.constantFrom("user", "item", "time", "kind", "order", "items", "id");
  fc.assert(
    fc.property(fc.array(fc.dictionary(names, fc.jsonValue({ maxDepth: 4 })), { minLength: 1 }), (objects) => {
      readsOrRefuses(Buffer.from(objects.map((object) => JSON.stringify(object)).join("\n")));
    }),
    { numRuns: 1_000 },
  );
});

test("a million rows", () => {
  const rows = Array.from(
    { length: 1_000_000 },
    (_, at) => `s${at % 90_000},p${at % 50_000},${1777636800 + at},view_item\n`,
  );
  const reading = read(`session_id,item_id,timestamp,event\n${rows.join("")}`);
  expect(reading.rows).toBe(1_000_000);
  expect(reading.interactions).toHaveLength(1_000_000);
  expect(reading.issues).toEqual([]);
});
