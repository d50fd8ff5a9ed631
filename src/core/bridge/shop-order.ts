import type { Reason } from "./protocol.ts";

/** The reason of a product on a list that the shop ordered itself, whoever says so: the engine, or the page without one. */
export const SHOP_ORDER: Reason = { code: "shop-order", text: "In the shop's own order" };
