import { addToBasket, BASKET_COOKIE, basketCookie, countOf, readBasket, readCookie } from "../basket/basket.ts";
import { ask } from "./inkling.ts";
import { toast } from "./toast.ts";

const lines = (): ReturnType<typeof readBasket> => readBasket(readCookie(document.cookie, BASKET_COOKIE));

/** The number beside the basket; another page, or another tab, may have changed it. */
export function showCount(): void {
  const count = countOf(lines());
  for (const badge of document.querySelectorAll<HTMLElement>("[data-basket-count]")) {
    badge.textContent = String(count);
    badge.hidden = count === 0;
  }
}

function add(form: HTMLFormElement, product: string): void {
  const data = new FormData(form);
  const variant = String(data.get("variant") ?? "");
  const quantity = Number(data.get("quantity") ?? 1);
  // biome-ignore lint/suspicious/noDocumentCookie: the server reads this cookie; the Cookie Store API is not everywhere.
  document.cookie = basketCookie(addToBasket(lines(), variant, quantity));
  void ask("track", "add_to_cart", { items: [{ item_id: product, quantity }] });
  showCount();
  toast("In your basket.", { label: "See the basket", href: "/cart" });
}

/** Puts things into the basket without leaving the page, and tells Inkling what goes in and out. */
export function mindBasket(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement)) return;
    const { add: product, remove, quantity } = form.dataset;
    if (product !== undefined) {
      event.preventDefault();
      add(form, product);
    }
    // The form goes its way: Inkling keeps what is said in the last moment of a page.
    if (remove !== undefined)
      void ask("track", "remove_from_cart", { items: [{ item_id: remove, quantity: Number(quantity) }] });
  });
  addEventListener("pageshow", showCount);
}
