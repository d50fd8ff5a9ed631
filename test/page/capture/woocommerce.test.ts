import { expect, onTestFinished, test, vi } from "vitest";
import type { Fields } from "../../../src/core/event/fields.ts";
import { hearWooCommerce } from "../../../src/page/capture/woocommerce/hear.ts";
import { createProblems } from "../../../src/page/problems.ts";

const globals = globalThis as { jQuery?: unknown };

/** Listens on a page with this in its body; what was reported, and what went wrong. `jQuery`: what the page calls so. */
function listen(html: string, jQuery?: unknown, report?: () => never) {
  if (jQuery !== undefined) globals.jQuery = jQuery;
  document.body.innerHTML = html;
  const life = new AbortController();
  const problems = createProblems();
  const told: (readonly [name: string, items: unknown])[] = [];
  const known: (readonly string[])[] = [];
  onTestFinished(() => {
    life.abort();
    document.body.replaceChildren();
    delete globals.jQuery;
  });
  hearWooCommerce({
    report: report ?? ((name: string, { items }: Fields) => void told.push([name, items])),
    know: ({ ids }) => void known.push(ids),
    problems,
    signal: life.signal,
    onTurn: () => {},
  });
  return { told, known, problems };
}

const BUTTON = '<button type="button" data-product_id="7">Add to cart</button>';
const press = (): void => document.querySelector("button")?.click();
const blockTells = (): boolean => document.body.dispatchEvent(new Event("wc-blocks_added_to_cart", { bubbles: true }));
const aTask = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve));

test("what stands in jQuery's name until it comes is not called, and hides nothing of blocks", async () => {
  const kept: unknown[] = [];
  const { told, problems } = listen(BUTTON, (of: unknown) => void kept.push(of));
  press();
  blockTells();
  await aTask();
  expect(told).toEqual([["add_to_cart", [{ item_id: "7" }]]]);
  expect([kept, problems.count]).toEqual([[], 0]);
});

test("jQuery that comes with the shopper's first press is heard from its own script's end on", async () => {
  const { told } = listen(BUTTON);
  press();
  // As little of jQuery as is used here; the shop's answer comes before any other press.
  const jQuery = `(() => {
    const hears = new Map();
    const collection = { on: (name, hear) => void hears.set(name, hear), off: (name) => void hears.delete(name) };
    const trigger = (name, button) => hears.get(name)?.({}, {}, "hash", [button]);
    window.jQuery = Object.assign(() => collection, { fn: collection, trigger });
  })()`;
  const script = document.createElement("script");
  script.src = URL.createObjectURL(new Blob([jQuery], { type: "text/javascript" }));
  const loaded = new Promise((resolve) => script.addEventListener("load", resolve));
  document.body.append(script);
  await loaded;
  URL.revokeObjectURL(script.src);
  const { trigger } = globals.jQuery as { trigger(name: string, button: Element | null): void };
  trigger("added_to_cart", document.querySelector("button"));
  expect(told).toEqual([["add_to_cart", [{ item_id: "7" }]]]);
});

test("what fails as a block tells of the cart is counted, and the page sees nothing of it", async () => {
  const seen: string[] = [];
  const see = (event: ErrorEvent): void => {
    seen.push(event.message);
    event.preventDefault();
  };
  addEventListener("error", see);
  onTestFinished(() => removeEventListener("error", see));
  const { problems } = listen(BUTTON, undefined, () => {
    throw new Error("no report");
  });
  press();
  blockTells();
  await aTask();
  expect([problems.last, seen]).toEqual([["no report"], []]);
});

test("a form that is sent tells what it holds then, not what a press had that came to nothing", () => {
  const { told } = listen(`<form class="cart" action="javascript:void 0">
    <input name="quantity" value="2"><button name="add-to-cart" value="7"></button></form>`);
  const form = document.forms[0];
  const quantity = form?.elements.namedItem("quantity") as HTMLInputElement;
  const refuse = (event: Event): void => event.preventDefault();
  form?.addEventListener("submit", refuse);
  press();
  form?.removeEventListener("submit", refuse);
  quantity.value = "3";
  press();
  expect(told).toEqual([["add_to_cart", [{ item_id: "7", quantity: "3" }]]]);
});

test("a press that came to nothing a minute ago is not what its button's next answer tells of", () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  onTestFinished(() => void vi.useRealTimers());
  let answer = (..._: unknown[]): void => {};
  const collection = {
    on(name: string, hear: typeof answer) {
      if (name === "added_to_cart") answer = hear;
    },
    off() {},
  };
  const { told } = listen(
    BUTTON,
    Object.assign(() => collection, { fn: collection }),
  );
  const button = document.querySelector("button")!;
  const tell = (): void => answer({}, {}, "hash", [button]);
  press();
  vi.advanceTimersByTime(60_001);
  tell();
  expect(told).toEqual([]);
  button.dataset.product_id = "8";
  press();
  vi.advanceTimersByTime(30_000);
  tell();
  expect(told).toEqual([["add_to_cart", [{ item_id: "8" }]]]);
});

test("all names are known of what stands on a page as it begins: a product's in a line of the cart, and its variations' in its form, unless they are many", () => {
  // The shape of templates cart/cart.php and single-product/add-to-cart/variable.php.
  const form = (variations: unknown): string =>
    `<form class="variations_form cart" data-product_id="8" data-product_variations='${JSON.stringify(variations)}'></form>`;
  const { known, problems } = listen(`
    <a class="remove" data-product_id="7" data-product_sku="MUG-RED"></a>
    ${form([{ variation_id: 81, sku: "CAP-RED", attributes: { attribute_colour: "red" } }, { variation_id: 82, sku: "" }, null])}
    ${form(false)}
    <form class="variations_form cart" data-product_id="9" data-product_variations="[{"></form>`);
  expect(known).toEqual([["7", "MUG-RED"], ["8", "81", "CAP-RED", "82"], ["8"]]);
  expect(problems.count).toBe(1);
});
