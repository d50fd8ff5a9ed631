import { describe, expect, test } from "vitest";
import { NODE_TEXT } from "../../../compiler/platform.ts";
import { Reader, Writer } from "../../../src/core/bytes.ts";
import { aliasHashes, decodeAliases, encodeAliases } from "../../../src/core/catalogue/aliases.ts";
import { decodeDisplay, encodeDisplay } from "../../../src/core/catalogue/display.ts";
import { decodeLive, encodeLive } from "../../../src/core/catalogue/live.ts";
import { type Manifest, parseManifest } from "../../../src/core/catalogue/manifest.ts";
import { decodeRanking, encodeRanking } from "../../../src/core/catalogue/ranking.ts";
import { MAX_STRING_BYTES, readStrings } from "../../../src/core/catalogue/strings.ts";
import { FormatError } from "../../../src/core/errors.ts";
import { finish } from "../../../src/core/steps.ts";

const IDS = ["p-1", "p-2", "p-300"];
const ids = { length: IDS.length, at: (row: number): string => IDS[row] ?? "" };

const RANKING = encodeRanking(
  {
    products: 3,
    categories: { names: ["Shoes", "Running"], parents: Int32Array.of(-1, 0) },
    repurchase: [
      { rate: 0.2, intervalDays: 90 },
      { rate: 0, intervalDays: 0 },
    ],
    categoryOf: Uint32Array.of(1, 2, 0),
    brandOf: Uint32Array.of(1, 0, 1),
    priceCodes: Uint8Array.of(1, 255, 0),
    priceLow: 9.99,
    priceHigh: 120,
    popularity: Uint8Array.of(255, 3, 0),
    trend: Int8Array.of(-16, 0, 127),
    places: Uint32Array.of(2, 0, 1),
    repeatRate: 0.25,
    channels: [
      {
        name: "text",
        unit: 0.75,
        forward: {
          offsets: Uint32Array.of(0, 2, 3, 3),
          targets: Uint32Array.of(1, 2, 0),
          codes: Uint8Array.of(255, 8, 9),
        },
      },
    ],
  },
  ["Fleetfoot"],
  NODE_TEXT,
);
const ROWS = IDS.map((id, at) => ({
  title: `Schuh ${id} 鞋`,
  url: `https://shop.example/p/${id}`,
  image: at === 1 ? "https://other.example/x.jpg" : `/i/${id}.jpg`,
  price: at === 2 ? undefined : 12.5 + at,
}));
const DISPLAY = encodeDisplay(ROWS, IDS, "EUR", 2, NODE_TEXT);
const SECTION = decodeDisplay(DISPLAY, NODE_TEXT, ids);
const LIVE = encodeLive(
  ROWS.map(({ price }) => ({ price, inStock: price !== undefined })),
  "a".repeat(64),
  SECTION,
  NODE_TEXT,
);
const ALIASES = encodeAliases(IDS, aliasHashes(IDS, [["sku-1", "/p/p-1"], [], ["sku-3"]]).rows, NODE_TEXT);

/** Decodes and then looks at every row, since columns decode when they are asked. */
const FORMATS: Readonly<Record<string, readonly [bytes: Uint8Array, read: (bytes: Uint8Array) => unknown]>> = {
  ranking: [
    RANKING,
    (bytes) => {
      const ranking = decodeRanking(bytes, NODE_TEXT);
      return Array.from({ length: ranking.brands.length }, (_, row) => ranking.brands.at(row));
    },
  ],
  display: [
    DISPLAY,
    (bytes) => {
      const display = decodeDisplay(bytes, NODE_TEXT, ids);
      return IDS.map((_, row) => display.at(row));
    },
  ],
  aliases: [
    ALIASES,
    (bytes) => {
      const aliases = decodeAliases(bytes, NODE_TEXT, IDS.length);
      return [...IDS.map((_, row) => aliases.ids.at(row)), aliases.resolve("sku-1")];
    },
  ],
  live: [
    LIVE,
    (bytes) => {
      const live = decodeLive(bytes, SECTION, NODE_TEXT);
      return IDS.map((_, row) => [live.price(row), live.inStock(row)]);
    },
  ],
};

/** Undefined when it was read; what was thrown otherwise. */
function thrownBy(work: () => unknown): unknown {
  try {
    work();
    return undefined;
  } catch (error) {
    return error;
  }
}

describe.each(Object.entries(FORMATS))("the %s section", (_, [bytes, read]) => {
  test("is read as it was written", () => {
    expect(thrownBy(() => read(bytes))).toBeUndefined();
  });

  test("is refused wherever it is cut short, and with a byte too many", () => {
    for (let length = 0; length < bytes.length; length++)
      expect(
        thrownBy(() => read(bytes.subarray(0, length))),
        `the first ${length} bytes`,
      ).toBeInstanceOf(FormatError);
    expect(thrownBy(() => read(Uint8Array.of(...bytes, 0)))).toBeInstanceOf(FormatError);
  });

  test("with any one bit flipped is refused or read as another valid one", () => {
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = bytes.slice();
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      const error = thrownBy(() => read(flipped));
      if (error !== undefined) expect(error, `bit ${bit}`).toBeInstanceOf(FormatError);
    }
  });

  test("with any one byte at its largest is refused or read as another valid one", () => {
    for (let at = 0; at < bytes.length; at++) {
      const changed = bytes.slice().fill(0xff, at, at + 1);
      const error = thrownBy(() => read(changed));
      if (error !== undefined) expect(error, `byte ${at}`).toBeInstanceOf(FormatError);
    }
  });

  test("of another format or version is refused by name", () => {
    expect(() => read(Uint8Array.of(...NODE_TEXT.encode("<htm"), ...bytes.subarray(4)))).toThrow('begins with "<htm"');
    const next = bytes.slice();
    next[4] = 2;
    expect(() => read(next)).toThrow("has format version 2; this Inkling reads 1");
  });
});

describe("the manifest", () => {
  const section = { url: "a.bin", bytes: 3, sha256: "0".repeat(64) };
  const manifest: Manifest = {
    format: "inkling-catalogue",
    version: 1,
    counts: { products: 3, variants: 4, aliases: 9, neighbours: 16, edges: { text: 3 } },
    sections: { ranking: section, display: section, aliases: section },
    live: { url: "live.bin", ttlSeconds: 900 },
  };

  test("is read as it was written", () => {
    expect(parseManifest(JSON.stringify(manifest))).toEqual(manifest);
  });

  test.each([
    ["", "is not JSON"],
    ["null", "is not an object"],
    ["[]", "is not an object"],
    ["<!doctype html>", "is not JSON"],
    [JSON.stringify({ ...manifest, format: "zip" }), "is not an Inkling catalogue"],
    [JSON.stringify({ ...manifest, version: 2 }), "format version 2; this Inkling reads 1"],
    [JSON.stringify({ ...manifest, counts: { ...manifest.counts, products: -1 } }), "counts.products is not a count"],
    [JSON.stringify({ ...manifest, counts: { ...manifest.counts, edges: { text: 0.5 } } }), "counts.edges.text"],
    [JSON.stringify({ ...manifest, sections: { ranking: section } }), "sections.display is not an object"],
    [
      JSON.stringify({ ...manifest, sections: { ...manifest.sections, aliases: { ...section, sha256: "x" } } }),
      "sections.aliases.sha256",
    ],
    [
      JSON.stringify({ ...manifest, sections: { ...manifest.sections, aliases: { ...section, bytes: 1e12 } } }),
      "sections.aliases is larger than",
    ],
    [JSON.stringify({ ...manifest, live: { url: "", ttlSeconds: 900 } }), "live.url is not an address"],
  ])("%s is refused by the field", (text, message) => {
    expect(() => parseManifest(text)).toThrow(FormatError);
    expect(() => parseManifest(text)).toThrow(message);
  });

  test("cut short anywhere is refused", () => {
    const text = JSON.stringify(manifest);
    for (let length = 0; length < text.length; length++)
      expect(thrownBy(() => parseManifest(text.slice(0, length)))).toBeInstanceOf(FormatError);
  });
});

test("strings whose lengths add up to more than 32 bits hold are refused, though their sum's rest is there", () => {
  const rows = 214_749;
  const writer = new Writer().varint(rows);
  for (let row = 0; row < rows; row++) writer.varint(MAX_STRING_BYTES);
  writer.raw(new Uint8Array((rows * MAX_STRING_BYTES) % 2 ** 32));
  const reader = new Reader(writer.finish(), "a section");
  const error = thrownBy(() => finish(readStrings(reader, NODE_TEXT, 1_000_000)));
  expect(error).toBeInstanceOf(FormatError);
});
