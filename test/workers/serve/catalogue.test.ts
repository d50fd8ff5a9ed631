import { expect, test } from "vitest";
import type { TextCodec } from "../../../src/core/bytes.ts";
import { encodeAliases } from "../../../src/core/catalogue/aliases.ts";
import { decodeDisplay, encodeDisplay } from "../../../src/core/catalogue/display.ts";
import { encodeLearned, HEAD, type Learned } from "../../../src/core/catalogue/learned.ts";
import { encodeLive } from "../../../src/core/catalogue/live.ts";
import { catalogueVersion, type Manifest, type SectionEntry } from "../../../src/core/catalogue/manifest.ts";
import { encodeRanking } from "../../../src/core/catalogue/ranking.ts";
import { FetchError } from "../../../src/core/errors.ts";
import { FEATURES } from "../../../src/core/rank/features.ts";
import { finish } from "../../../src/core/steps.ts";
import { learnedParts } from "../../../workers/learned.ts";
import { Catalogue } from "../../../workers/serve/catalogue.ts";
import type { Means, Shelf } from "../../../workers/serve/load.ts";

const CODEC: TextCodec = {
  encode: (text) => new TextEncoder().encode(text),
  decode: (bytes) => new TextDecoder().decode(bytes),
};
const SITE = "https://shop.example/";
const TTL_SECONDS = 900;

/** The files of a shop of so many products at so many euros each: products are never told apart, prices are. */
async function built(euros: readonly number[], model?: Uint8Array): Promise<ReadonlyMap<string, Uint8Array>> {
  const products = euros.length;
  const ids = euros.map((_, row) => `p${row}`);
  const bytes = (length = products): Uint8Array => new Uint8Array(length);
  const ranking = encodeRanking(
    {
      products,
      categories: { names: [], parents: new Int32Array(0) },
      repurchase: [],
      categoryOf: new Uint32Array(products),
      brandOf: new Uint32Array(products),
      priceCodes: bytes(),
      priceLow: 0,
      priceHigh: 0,
      popularity: bytes(),
      trend: new Int8Array(products),
      places: new Uint32Array(products),
      repeatRate: 0,
      channels: [],
    },
    [],
    CODEC,
  );
  const rows = euros.map((price) => ({ title: "T", url: "", image: "", price }));
  const display = encodeDisplay(rows, ids, "EUR", 2, CODEC);
  const aliases = encodeAliases(
    ids,
    ids.map(() => []),
    CODEC,
  );
  const sections = {
    ranking: await entry("ranking", ranking),
    display: await entry("display", display),
    aliases: await entry("aliases", aliases),
    ...(model && { model: await entry("model", model) }),
  };
  const column = { length: products, at: (row: number): string => ids[row] ?? "" };
  const live = encodeLive(
    euros.map((price) => ({ price, inStock: true })),
    catalogueVersion(sections),
    decodeDisplay(display, CODEC, column),
    CODEC,
  );
  const manifest: Manifest = {
    format: "inkling-catalogue",
    version: 1,
    counts: { products, variants: products, aliases: products, neighbours: 16, edges: {} },
    sections,
    live: { url: "live.bin", ttlSeconds: TTL_SECONDS },
  };
  return new Map([
    ["catalog.json", CODEC.encode(JSON.stringify(manifest))],
    ["live.bin", live],
    [sections.ranking.url, ranking],
    [sections.display.url, display],
    [sections.aliases.url, aliases],
    ...(model && sections.model ? [[sections.model.url, model] as const] : []),
  ]);
}

async function entry(name: string, bytes: Uint8Array): Promise<SectionEntry> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", Uint8Array.from(bytes)));
  const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return { url: `${name}.${sha256.slice(0, 16)}.bin`, bytes: bytes.length, sha256 };
}

const NOTHING_KEPT: Shelf = {
  section: async () => undefined,
  putSection: async () => {},
  manifest: async () => undefined,
  putManifest: async () => {},
  live: async () => undefined,
  putLive: async () => {},
};

/** A shop's server whose files and clock the test moves. */
function shop(files: ReadonlyMap<string, Uint8Array>, means: Partial<Means> = {}) {
  const state = { files: new Map(files), nowMs: 1_000_000, asked: [] as string[] };
  const catalogue = new Catalogue(
    `${SITE}catalog.json`,
    {
      file: async (url) => {
        const name = url.slice(SITE.length);
        state.asked.push(name);
        const bytes = state.files.get(name);
        if (bytes === undefined) throw new FetchError(`${url} answered 404`);
        return Uint8Array.from(bytes);
      },
      shelf: NOTHING_KEPT,
      text: CODEC,
      pace: finish,
      learnedParts: async () => learnedParts,
      digest: undefined,
      now: () => state.nowMs,
      ...means,
    },
    () => {},
  );
  const prices = async (): Promise<(number | undefined)[] | undefined> => {
    await catalogue.liveReady();
    const live = catalogue.pricesNow();
    const { products } = catalogue.loaded!.prepared.ranking;
    return live && Array.from({ length: products }, (_, row) => live.price(row));
  };
  return { state, catalogue, prices };
}

test.each([
  ["prices alone", [90.5, 20]],
  ["the number of products", [90, 20, 30]],
])(
  "a page that lives through a build that changes %s shows the new prices, never old ones as new",
  async (_, later) => {
    const { state, catalogue, prices } = shop(await built([90, 20]));
    await catalogue.ready();
    expect(await prices()).toEqual([90, 20]);
    state.files = new Map([...state.files, ...(await built(later))]);
    state.nowMs += TTL_SECONDS * 1000;
    expect(await prices()).toEqual(later);
  },
);

test("while live.bin is uploaded and catalog.json is not, no price is shown and the server is left alone", async () => {
  const { state, catalogue, prices } = shop(await built([90, 20]));
  await catalogue.ready();
  await prices();
  state.nowMs += TTL_SECONDS * 1000;
  const next = await built([90.5, 20]);
  state.files.set("live.bin", next.get("live.bin")!);
  expect(await prices()).toBeUndefined();
  expect(catalogue.message).toContain("live.bin is of another catalogue than catalog.json");
  const asked = state.asked.length;
  expect(await prices()).toBeUndefined();
  expect(state.asked.length).toBe(asked);
  state.files = new Map([...state.files, ...next]);
  state.nowMs += 30_000;
  expect(await prices()).toEqual([90.5, 20]);
});

/** A head of zeros: what matters here is whether it comes. */
function learned(): Learned {
  const { first, second } = HEAD;
  const features = FEATURES.length;
  const zeros = (length: number): Float32Array => new Float32Array(length);
  const weights = [zeros(features * first), zeros(first * second), zeros(second)] as const;
  const biases = [zeros(first), zeros(second), zeros(1)] as const;
  return {
    head: { mean: zeros(features), scale: zeros(features), weights, biases, baseWeight: 1 },
    encoder: undefined,
  };
}

test("what was learned comes with the catalogue, and a new one is taken over though nothing else has changed", async () => {
  const bytes = encodeLearned(learned());
  const { state, catalogue } = shop(await built([3, 4], bytes));
  await catalogue.ready();
  expect(catalogue.loaded?.prepared.learned?.head?.baseWeight).toBe(1);
  const first = catalogue.loaded?.version;
  const other = encodeLearned({ ...learned(), head: { ...learned().head, baseWeight: 2 } });
  state.files = new Map(await built([3, 4], other));
  const renewed = shop(state.files);
  await renewed.catalogue.ready();
  expect(renewed.catalogue.loaded?.prepared.learned?.head?.baseWeight).toBe(2);
  expect(renewed.catalogue.loaded?.version).not.toBe(first);
});

test.each<[string, (files: Map<string, Uint8Array>, name: string) => void]>([
  ["is missing", (files, name) => files.delete(name)],
  ["is damaged", (files, name) => files.get(name)?.fill(7, 4, 9)],
])("a model section that %s costs nothing but itself", async (_, harm) => {
  const files = new Map(await built([3, 4], encodeLearned(learned())));
  harm(files, [...files.keys()].find((name) => name.startsWith("model."))!);
  const { catalogue } = shop(files);
  await catalogue.ready();
  expect(catalogue.state).toBe("ready");
  expect(catalogue.loaded?.prepared.learned).toBeUndefined();
});

test("where the code that ranks with it cannot be had, a model section is kept all the same, and not fetched again", async () => {
  const kept = new Map<string, Uint8Array>();
  const shelf = {
    ...NOTHING_KEPT,
    section: async (hash: string) => kept.get(hash),
    putSection: async (hash: string, bytes: Uint8Array) => void kept.set(hash, bytes),
  };
  const files = await built([3, 4], encodeLearned(learned()));
  const visit = async (means: Partial<Means> = {}) => {
    const { state, catalogue } = shop(files, { shelf, ...means });
    await catalogue.ready();
    return [catalogue.loaded?.prepared.learned !== undefined, state.asked.some((name) => name.startsWith("model."))];
  };
  expect(await visit({ learnedParts: async () => undefined })).toEqual([false, true]);
  expect(await visit()).toEqual([true, false]);
});

test("a model section of another release is left alone", async () => {
  const bytes = encodeLearned(learned());
  bytes[5] = FEATURES.length + 1;
  const { catalogue } = shop(await built([3, 4], bytes));
  await catalogue.ready();
  expect([catalogue.state, catalogue.loaded?.prepared.learned]).toEqual(["ready", undefined]);
});

/** What tabs of one device share: a store whose next read of a file the test can hold back. */
function device() {
  const kept: { manifest?: { text: string; atMs: number }; live?: { bytes: Uint8Array; atMs: number } } = {};
  const sections = new Map<string, Uint8Array>();
  let held: { readonly what: "live" | "section"; readonly until: Promise<void> } | undefined;
  const passed = async (what: "live" | "section"): Promise<void> => {
    if (held?.what !== what) return;
    const { until } = held;
    held = undefined;
    await until;
  };
  const shelf: Shelf = {
    section: async (hash) => {
      await passed("section");
      return sections.get(hash);
    },
    putSection: async (hash, bytes, keep) => {
      for (const other of sections.keys()) if (other !== hash && !keep.includes(other)) sections.delete(other);
      sections.set(hash, bytes);
    },
    manifest: async () => kept.manifest,
    putManifest: async (text, atMs) => {
      kept.manifest = { text, atMs };
    },
    live: async () => {
      const { live } = kept;
      await passed("live");
      return live;
    },
    putLive: async (bytes, atMs) => {
      kept.live = { bytes, atMs };
    },
  };
  /** What another tab has fetched then and keeps now. */
  const keep = (files: ReadonlyMap<string, Uint8Array>, atMs: number): void => {
    const text = CODEC.decode(files.get("catalog.json")!);
    for (const { sha256, url } of Object.values((JSON.parse(text) as Manifest).sections))
      sections.set(sha256, files.get(url)!);
    kept.manifest = { text: `${SITE}catalog.json\n${text}`, atMs };
    kept.live = { bytes: files.get("live.bin")!, atMs };
  };
  /** The next such read waits until the answer is called. */
  const hold = (what: "live" | "section"): (() => void) => {
    let release = (): void => {};
    held = { what, until: new Promise((resolve) => (release = resolve)) };
    return release;
  };
  return { shelf, kept, keep, hold };
}

/** The prices that this tab asks for as they expire, while it takes over what another has kept and waits for a read of it. */
async function pricesMeanwhile(
  { state, catalogue, prices }: ReturnType<typeof shop>,
  release: () => void,
): Promise<(number | undefined)[] | undefined> {
  state.nowMs += TTL_SECONDS * 1000;
  const tookOver = catalogue.takeOver();
  await settled();
  const renewed = prices();
  await settled();
  release();
  await tookOver;
  return renewed;
}

/** Long enough for whatever waits for nothing. */
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

test("of a catalogue that this tab fetches and an older one that another tab keeps late, the newer stays", async () => {
  const { shelf, keep, hold } = device();
  const tab = shop(await built([90, 20]), { shelf });
  const { state, catalogue, prices } = tab;
  await catalogue.ready();
  await prices();
  state.files = new Map([...state.files, ...(await built([91, 21]))]);
  keep(await built([90, 20, 5]), state.nowMs);
  expect(await pricesMeanwhile(tab, hold("section"))).toEqual([91, 21]);
  keep(await built([90, 20, 5]), state.nowMs - 1);
  await catalogue.takeOver();
  expect(await prices()).toEqual([91, 21]);
});

test("a catalogue that two tabs fetch at once is unpacked once in each", async () => {
  const { shelf, keep } = device();
  const files = await built([90, 20]);
  let unpacked = 0;
  const pace: Means["pace"] = (steps) => {
    unpacked++;
    return finish(steps);
  };
  const { state, catalogue } = shop(files, { shelf, pace });
  const loading = catalogue.ready();
  keep(files, state.nowMs);
  await Promise.all([loading, catalogue.takeOver()]);
  await settled();
  const [sections, live] = [1, 2];
  expect(unpacked).toBeLessThanOrEqual(sections + live);
  expect(catalogue.state).toBe("ready");
});

test("prices that this tab has are not exchanged for older ones that another tab keeps late", async () => {
  const { shelf, kept } = device();
  const { state, catalogue, prices } = shop(await built([90, 20]), { shelf });
  await catalogue.ready();
  expect(await prices()).toEqual([90, 20]);
  const sections = catalogueVersion(catalogue.loaded!.manifest.sections);
  const live = (euros: readonly number[]) =>
    encodeLive(
      euros.map((price) => ({ price, inStock: true })),
      sections,
      catalogue.loaded!.display,
      CODEC,
    );
  kept.live = { bytes: live([70, 10]), atMs: state.nowMs - 1 };
  await catalogue.takeOver();
  expect(await prices()).toEqual([90, 20]);
  kept.live = { bytes: live([80, 15]), atMs: state.nowMs + 1 };
  state.nowMs += 2;
  await catalogue.takeOver();
  expect(await prices()).toEqual([80, 15]);
});

test("the prices of a newer catalogue are not lost to those of the one before, read as it came", async () => {
  const { shelf, kept, hold } = device();
  const tab = shop(await built([90, 20]), { shelf });
  const { state, catalogue, prices } = tab;
  await catalogue.ready();
  await prices();
  state.files = new Map([...state.files, ...(await built([91, 21]))]);
  expect(await pricesMeanwhile(tab, hold("live"))).toEqual([91, 21]);
  const asked = state.asked.length;
  expect(await prices()).toEqual([91, 21]);
  expect(state.asked.length).toBe(asked);
  expect(kept.live?.atMs).toBe(state.nowMs);
});
