import { randomUUID } from "node:crypto";
import { addToBasket, basketCookie, readBasket, readCookie, setQuantity, writeBasket } from "./basket/basket.ts";
import { readForm } from "./http/form.ts";
import { type Reply, seeOther, text } from "./http/reply.ts";
import { fill } from "./pages/basket-lines.ts";
import type { Order } from "./pages/checkout.ts";
import type { Shop } from "./shop/shop.ts";
import type { Visit } from "./visit.ts";

/** What forms send: the basket and the order. The shop itself keeps neither: both live in the browser's cookies. */

const ORDER_COOKIE = "order";
const ORDER = /^(PW-[0-9A-F]{8})\.(.*)$/;

async function withForm({ request }: Visit, act: (form: URLSearchParams) => Reply): Promise<Reply> {
  const reading = await readForm(request);
  return "form" in reading
    ? act(reading.form)
    : text(reading.status, "This form cannot be read. Go back and try again.");
}

/** Adds to the basket, changes a quantity, or takes a line out. */
export const changeBasket = (shop: Shop, visit: Visit): Promise<Reply> =>
  withForm(visit, (form) => {
    const variant = form.get("variant") ?? "";
    if (shop.variant(variant) === undefined) {
      return text(400, "This product is not in the shop. Go back and choose another.");
    }
    const action = form.get("action");
    const quantity = action === "remove" ? 0 : Number(form.get("quantity") ?? "1");
    const change = action === "add" ? addToBasket : setQuantity;
    return seeOther("/cart", [basketCookie(change(visit.basket, variant, quantity))]);
  });

/** Turns the basket into an order, which the next page shows. */
export const placeOrder = (shop: Shop, visit: Visit): Promise<Reply> =>
  withForm(visit, () => {
    const { basket } = visit;
    if (fill(shop, basket).length === 0) return seeOther("/cart");
    const transaction = `PW-${randomUUID().slice(0, 8).toUpperCase()}`;
    const value = `${transaction}.${writeBasket(basket)}`;
    const order = `${ORDER_COOKIE}=${value}; Path=/thanks; Max-Age=86400; SameSite=Lax; HttpOnly`;
    return seeOther("/thanks", [basketCookie([]), order]);
  });

/** The order that was placed last, for a day. */
export function lastOrder(shop: Shop, { cookies }: Visit): Order | undefined {
  const [, transaction, lines = ""] = ORDER.exec(readCookie(cookies, ORDER_COOKIE)) ?? [];
  return transaction === undefined ? undefined : { transaction, lines: fill(shop, readBasket(lines)) };
}
