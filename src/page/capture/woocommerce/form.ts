import { type Fields, readId } from "../../../core/event/fields.ts";
import type { Ear } from "../report.ts";

/** The form on a product's page, of templates and of blocks. */
export const FORM = "form.cart";

/** What the form puts into the cart: a product, one of its variations, or each of a group with its quantity. */
export function linesOf(form: HTMLFormElement, submitter: HTMLElement | null, know: Ear["know"]): readonly Fields[] {
  const fields = new FormData(form, submitter);
  // A group is no product of its own: where none of its quantities says how many, the shop refuses the form.
  if (form.querySelector('[name^="quantity["]') !== null)
    return [...fields].flatMap(([name, value]) => {
      const id = /^quantity\[(\d+)\]$/.exec(name)?.[1];
      return id !== undefined && Number(value) > 0 ? [{ item_id: id, quantity: Number(value) }] : [];
    });
  const text = (name: string): string | undefined => readId(fields.get(name) ?? undefined);
  const product = text("add-to-cart") ?? text("product_id");
  if (product === undefined) return [];
  const variation = Number(text("variation_id")) > 0 ? text("variation_id") : undefined;
  if (variation !== undefined) know({ ids: [product, variation] });
  return [{ item_id: product, quantity: text("quantity") ?? 1 }];
}
