import type { Inkling } from "./page/api.ts";
import { elementClass } from "./page/elements/element.ts";
import { formatPrice } from "./page/elements/price.ts";
import { runShelf } from "./page/elements/shelf.ts";
import { runSort } from "./page/elements/sort.ts";

export { VERSION as version } from "./core/version.ts";

/**
 * Defines `<inkling-shelf>` and `<inkling-sort>` on this page, once: a second call changes nothing. Waits until the engine is
 * up or has given up. The script tag does it by itself where the page has such elements.
 *
 * @example
 * import { createInkling } from "inkling";
 * import { defineElements } from "inkling/elements";
 *
 * await defineElements(await createInkling({ catalog: "/inkling/catalog.json" }));
 */
export async function defineElements(inkling: Inkling): Promise<void> {
  // The 300 ms in which a shelf in view may change begin when there is something to change it to.
  await inkling.ready;
  let { context } = await inkling.status();
  if (customElements.get("inkling-shelf") !== undefined) return;
  inkling.on("status", (status) => {
    context = status.context;
  });

  const shelf = elementClass(["kind", "template", "about", "category", "n"], (element, signal) =>
    runShelf(element, inkling, () => context, signal),
  );
  const sort = elementClass(["item-selector"], (element, signal) => runSort(element, inkling, signal));
  customElements.define("inkling-shelf", shelf);
  customElements.define("inkling-sort", sort);
  // A page's first number takes the browser long: while the worker ranks, and not in the task that fills a shelf.
  if (document.querySelector("inkling-shelf") !== null)
    setTimeout(() => formatPrice({ amount: 0, currency: "EUR" }, context.locale ?? document.documentElement.lang));
}
