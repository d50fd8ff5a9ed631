import { mkdir, rm, writeFile } from "node:fs/promises";
import { LIVE_FILE, type Pack, withModel } from "../../compiler/pack.ts";
import { outdoorProducts, packOf } from "../core/rank/shop.ts";
import { modelSection } from "./model-section.ts";

/** Catalogues for browser tests, as files the test server hands out: `/build/test-shop/<name>/catalog.json`. */
const FOLDER = "build/test-shop";

export async function setup(): Promise<void> {
  await rm(FOLDER, { recursive: true, force: true });
  const products = outdoorProducts();
  await write("first", packOf(products));
  await write("second", packOf(products.filter(({ id }) => id !== "shoe-5")));
  await write("sold-out", packOf(products.map((product) => ({ ...product, inStock: product.id !== "shoe-1" }))));
  await write("taught", withModel(packOf(products), modelSection()));
  const first = packOf(products);
  await write("marked", { ...first, manifest: { ...first.manifest, sensitive: ["Camping > Tents"] } });
  const torn = packOf(products);
  await write("torn", { ...torn, sections: { ...torn.sections, ranking: torn.sections.ranking.slice(0, -3) } });
}

async function write(name: string, { manifest, sections, model, live }: Pack): Promise<void> {
  const folder = `${FOLDER}/${name}`;
  await mkdir(folder, { recursive: true });
  const files: readonly (readonly [string, Uint8Array | string])[] = [
    ["catalog.json", JSON.stringify(manifest)],
    [manifest.sections.ranking.url, sections.ranking],
    [manifest.sections.display.url, sections.display],
    [manifest.sections.aliases.url, sections.aliases],
    [LIVE_FILE, live],
    ...(model && manifest.sections.model ? [[manifest.sections.model.url, model] as const] : []),
  ];
  for (const [file, bytes] of files) await writeFile(`${folder}/${file}`, bytes);
}
