import type { Page } from "../page.ts";
import { SOURCES, type SourceDoor } from "./doors.ts";
import { hearGa4 } from "./ga4.ts";
import { hearJsonLd } from "./json-ld/hear.ts";
import { DATA_LAYER } from "./layer.ts";
import type { SourceName } from "./report.ts";
import { hearShopify } from "./shopify.ts";
import { startSources } from "./sources.ts";
import { hearWooCommerce } from "./woocommerce/hear.ts";

const HEAR: Readonly<Record<SourceName, SourceDoor["hear"]>> = {
  ga4: hearGa4,
  "json-ld": hearJsonLd,
  woocommerce: hearWooCommerce,
  shopify: hearShopify,
};

/** Reads the page's sources with the code that is in this bundle. */
export function readHere(page: Page, wanted: readonly SourceName[] = SOURCES, layer: string = DATA_LAYER): void {
  startSources(page, wanted, async (source) => HEAR[source], layer);
}
