import { type Fields, readFields, readId, readText } from "../../../core/event/fields.ts";
import type { Ear } from "../report.ts";
import { FORM, linesOf } from "./form.ts";
import { type Hear, hearJQuery } from "./jquery.ts";
import { namesOf, variationsOf } from "./names.ts";
import { createPresses, type What } from "./presses.ts";

const REMOVES = ".remove,.remove_from_cart_button,.wc-block-cart-item__remove-link";
/** Where a browser that follows the link changes the cart: in shops without Ajax buttons, and before their scripts have come. */
const FOLLOWED = 'a[href*="add-to-cart="],a[href*="remove_item="]';
const NAMES = { add: "add_to_cart", remove: "remove_from_cart" } as const;

/**
 * WooCommerce's events: `wc-blocks_viewed_product` names its product
 * (developer.woocommerce.com/docs/block-development/reference/product-collection/dom-events), `wc-blocks_added_to_cart` and
 * `wc-blocks_removed_from_cart` do not (developer.woocommerce.com/docs/cart-and-checkout-dom-events), so it is that of the button pressed before.
 * jQuery's `added_to_cart` and `removed_from_cart`, of themes without blocks, bring the button; where a block translates them they are heard once.
 * A form or a link that loads the page anew has changed the cart as it is sent or followed; whoever tells of it on the page that follows may call
 * a variation what the form called its product, so the names of all products that stand there are made known.
 */
export function hearWooCommerce({ report, know, problems, signal }: Ear): void {
  const presses = createPresses();
  /** Themes that send a form themselves may do so as its button is pressed, and it is never submitted. */
  const sent = (on: unknown): readonly Fields[] => {
    const { form } = on instanceof HTMLButtonElement && on.type === "submit" ? on : { form: null };
    return form?.matches(FORM) ? linesOf(form, on as HTMLElement, know) : [];
  };
  const tell = (what: What, on?: unknown): void => {
    const items = presses.take(what, on) ?? sent(on);
    if (items.length > 0) report(NAMES[what], { items });
  };
  /** What jQuery has just told of; a block that translates it dispatches its own event meanwhile. */
  let told: What | undefined;
  const byJQuery = (what: What): Hear =>
    problems.guard((_event, _fragments, _hash, button) => {
      told = what;
      queueMicrotask(() => {
        told = undefined;
      });
      tell(what, (button as ArrayLike<unknown> | undefined)?.[0]);
    });
  const byBlock = (what: What) => (): void => {
    if (told === what) return;
    queueMicrotask(
      problems.guard(() => {
        if (told !== what) tell(what);
      }),
    );
  };
  const hook = problems.guard(
    hearJQuery({ added_to_cart: byJQuery("add"), removed_from_cart: byJQuery("remove") }, signal),
  );

  const buttonOf = ({ target }: Event): HTMLElement | null =>
    target instanceof Element ? target.closest<HTMLElement>("[data-product_id]") : null;
  const whatOf = (button: Element): What => (button.matches(REMOVES) ? "remove" : "add");
  const click = problems.guard((event: Event) => {
    const button = buttonOf(event);
    const { product_id, quantity } = button?.dataset ?? {};
    if (button === null || product_id === undefined) return;
    know({ ids: namesOf(button) });
    const what = whatOf(button);
    presses.add(what, button, [{ item_id: product_id, ...(what === "add" && quantity && { quantity }) }]);
  });
  // The shop's own listeners came before: what they have not taken over loads the page anew.
  const follow = problems.guard((event: Event) => {
    const button = buttonOf(event);
    if (!event.defaultPrevented && button?.matches(FOLLOWED)) tell(whatOf(button), button);
  });
  const submit = problems.guard(({ target, submitter, defaultPrevented }: SubmitEvent) => {
    if (!(target instanceof HTMLFormElement && target.matches(FORM))) return;
    const lines = linesOf(target, submitter, know);
    if (lines.length === 0) return;
    // Where the theme sends it, the cart says what comes of it.
    if (defaultPrevented) presses.add("add", target, lines);
    else report(NAMES.add, { items: lines });
  });
  const viewed = problems.guard((event: Event) => {
    const { productId, collection } = readFields((event as CustomEvent<unknown>).detail) ?? {};
    if (readId(productId) === undefined) return;
    report("select_item", { items: [{ item_id: productId, item_list_id: readText(collection) ?? "products" }] });
  });

  const learn = problems.guard((element: HTMLElement) =>
    know({ ids: [...namesOf(element), ...variationsOf(element)] }),
  );
  for (const element of document.querySelectorAll<HTMLElement>("[data-product_id]")) learn(element);

  document.addEventListener("click", click, { capture: true, passive: true, signal });
  addEventListener("click", follow, { passive: true, signal });
  addEventListener("submit", submit, { signal });
  document.addEventListener("wc-blocks_viewed_product", viewed, { signal });
  document.addEventListener("wc-blocks_added_to_cart", byBlock("add"), { signal });
  document.addEventListener("wc-blocks_removed_from_cart", byBlock("remove"), { signal });
  // jQuery may come with any script: what it tells next is to be heard.
  for (const name of ["load", "click", "submit"])
    document.addEventListener(name, hook, { capture: true, passive: true, signal });
  hook();
}
