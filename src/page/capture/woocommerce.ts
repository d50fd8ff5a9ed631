import { type Fields, readFields, readId, readText } from "../../core/event/fields.ts";
import type { Ear } from "./report.ts";

/** A press that long ago has nothing to do with what has come into the cart. */
const PRESS_MS = 10_000;
const REMOVES = ".remove,.remove_from_cart_button,.wc-block-cart-item__remove-link";

/** What jQuery is needed for here; a theme may have any version of it, or none. */
type JQuery = (target: Node) => {
  on(name: string, run: () => void): unknown;
  off(name: string, run: () => void): unknown;
};

/** What a button was about that the shopper pressed, until the cart says what came of it. */
interface Press {
  readonly at: number;
  readonly lines: readonly Fields[];
}

/**
 * WooCommerce's events: `wc-blocks_viewed_product` names its product
 * (developer.woocommerce.com/docs/block-development/reference/product-collection/dom-events), `wc-blocks_added_to_cart` and
 * `wc-blocks_removed_from_cart` do not (developer.woocommerce.com/docs/cart-and-checkout-dom-events), so it is that of the button pressed before.
 * Where no block translates jQuery's `added_to_cart` and `removed_from_cart`, these are heard. A form that loads the page anew is an
 * addition as it is sent.
 */
export function hearWooCommerce({ report, know, problems, signal }: Ear): void {
  const pressed = new Map<"add" | "remove", Press>();
  const press = (what: "add" | "remove", lines: readonly Fields[]): void =>
    void pressed.set(what, { at: Date.now(), lines });

  const done = (what: "add" | "remove", name: string) =>
    problems.guard(() => {
      const { at, lines } = pressed.get(what) ?? { at: 0, lines: [] };
      // Told twice, by jQuery and by the block that translates it.
      pressed.delete(what);
      if (lines.length > 0 && Date.now() - at <= PRESS_MS) report(name, { items: lines });
    });
  const added = done("add", "add_to_cart");
  const removed = done("remove", "remove_from_cart");

  const click = problems.guard(({ target }: Event) => {
    const button = target instanceof Element ? target.closest<HTMLElement>("[data-product_id]") : null;
    const { product_id, product_sku, quantity } = button?.dataset ?? {};
    if (button === null || product_id === undefined) return;
    know({ ids: [product_id, product_sku ?? ""].filter((id) => id !== "") });
    if (button.matches(REMOVES)) press("remove", [{ item_id: product_id }]);
    else press("add", [{ item_id: product_id, ...(quantity && { quantity }) }]);
  });

  const submit = problems.guard((event: SubmitEvent) => {
    const form =
      event.target instanceof HTMLFormElement && event.target.matches("form.cart") ? event.target : undefined;
    if (form === undefined) return;
    const lines = linesOf(new FormData(form, event.submitter), know);
    if (lines.length === 0) return;
    press("add", lines);
    // The shop's own listeners came before: what they have not taken over loads the page anew.
    if (!event.defaultPrevented) added();
  });

  const viewed = problems.guard((event: Event) => {
    const { productId, collection } = readFields((event as CustomEvent<unknown>).detail) ?? {};
    if (readId(productId) === undefined) return;
    report("select_item", { items: [{ item_id: productId, item_list_id: readText(collection) ?? "products" }] });
  });

  document.addEventListener("click", click, { capture: true, passive: true, signal });
  addEventListener("submit", submit, { signal });
  document.addEventListener("wc-blocks_viewed_product", viewed, { signal });
  document.addEventListener("wc-blocks_added_to_cart", added, { signal });
  document.addEventListener("wc-blocks_removed_from_cart", removed, { signal });

  const { jQuery } = globalThis as { readonly jQuery?: JQuery };
  if (typeof jQuery !== "function") return;
  const body = jQuery(document.body);
  body.on("added_to_cart", added);
  body.on("removed_from_cart", removed);
  signal.addEventListener("abort", () => {
    body.off("added_to_cart", added);
    body.off("removed_from_cart", removed);
  });
}

/** Of the form on a product's page: a product, one of its variations, or each of a group with its quantity. */
function linesOf(form: FormData, know: Ear["know"]): Fields[] {
  const text = (name: string): string | undefined => readId(form.get(name) ?? undefined);
  const grouped = [...form].flatMap(([name, value]) => {
    const id = /^quantity\[(\d+)\]$/.exec(name)?.[1];
    return id !== undefined && Number(value) > 0 ? [{ item_id: id, quantity: Number(value) }] : [];
  });
  if (grouped.length > 0) return grouped;
  const product = text("add-to-cart") ?? text("product_id");
  if (product === undefined) return [];
  const variation = Number(text("variation_id")) > 0 ? text("variation_id") : undefined;
  if (variation !== undefined) know({ ids: [product, variation] });
  return [{ item_id: product, quantity: text("quantity") ?? 1 }];
}
