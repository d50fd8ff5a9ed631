import type { Files } from "./http/files.ts";
import type { Assets } from "./pages/frame.ts";
import type { Pictures } from "./pictures/pictures.ts";
import type { Shop } from "./shop/shop.ts";

/** Everything the server needs, made once. Types only. */
export interface World {
  readonly shop: Shop;
  readonly assets: Assets;
  readonly pictures: Pictures;
  /** The shop's own style and scripts, the SDK, the catalogue. */
  readonly folders: Readonly<Record<"assets" | "inkling" | "catalogue", Files>>;
}
