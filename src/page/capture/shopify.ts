import { type Fields, readFields, readId, readText } from "../../core/event/fields.ts";
import type { Ear, Named } from "./report.ts";

/** Where the theme embed writes the product of its page, as Liquid's `product | json`. */
const EMBED = "script[data-inkling-product]";
const MAX_CHARACTERS = 500_000;
const MAX_VARIANTS = 250;

/** What is in the cart: how many of each variant. */
type Cart = ReadonlyMap<string, number>;

/**
 * Shopify's standard storefront events (shopify.dev/docs/api/storefront-events-and-actions/events), and the product that the theme embed
 * writes. Cart events name variants, views a product: both are known as one. A change of the cart counts once the cart has it, by what is in it
 * before and after; one that it refuses never does.
 */
export function hearShopify({ report, know, problems, signal, onTurn }: Ear): void {
  let cart: Cart | undefined;

  const view = (product: Fields, again: readonly unknown[] = []): void => {
    const named = namesOf(product, again);
    const [id] = named.ids;
    if (id === undefined) return;
    know(named);
    report("view_item", { items: [{ item_id: id, item_name: named.title }] });
  };

  const read = problems.guard(() => {
    const text = document.querySelector(EMBED)?.textContent ?? "";
    if (text !== "" && text.length <= MAX_CHARACTERS) view(readFields(JSON.parse(text)) ?? {});
  });

  const viewed = problems.guard((event: Event) => {
    const { product, selectedVariant, context } = fieldsOf(event);
    // A card that came into sight is not a look at its product.
    if (context === "page" || context === "dialog") view(readFields(product) ?? {}, [selectedVariant]);
  });

  const seen = problems.guard((event: Event) => {
    cart = cartOf(fieldsOf(event).cart) ?? cart;
    report("view_cart", {});
  });

  const searched = problems.guard((event: Event) => {
    const { query } = readFields(fieldsOf(event).search) ?? {};
    if (readText(query) !== undefined) report("search", { search_term: query });
  });

  const changed = problems.guard((event: Event) => {
    const { action, lines, promise } = fieldsOf(event);
    const listed = Array.isArray(lines) ? lines.slice(0, MAX_VARIANTS).map((line) => readFields(line) ?? {}) : [];
    const settle = problems.guard((result: unknown) => {
      const { cart: now, userErrors } = readFields(result) ?? {};
      if (Array.isArray(userErrors) && userErrors.length > 0) return;
      const before = cart;
      cart = cartOf(now) ?? cart;
      const [more, fewer] =
        before !== undefined && cart !== undefined && cart !== before
          ? difference(before, cart)
          : [added(action, listed), removed(action, listed)];
      if (more.length > 0) report("add_to_cart", { items: more });
      if (fewer.length > 0) report("remove_from_cart", { items: fewer });
    });
    // Where it fails the shop hears of it, and nothing has changed.
    if (isThenable(promise)) void Promise.resolve(promise).then(settle, () => {});
    else settle({});
  });

  const on = (name: string, run: (event: Event) => void): void =>
    document.addEventListener(`shopify:${name}`, run, { signal });
  on("product:view", viewed);
  on("cart:view", seen);
  on("cart:lines-update", changed);
  on("search:update", searched);
  onTurn((why) => {
    // A view of its own, which begins once this one has ended.
    if (why === "returned") setTimeout(read);
  });
  read();
}

/** A number as Liquid writes it, also of a global id; otherwise as it is. */
function numberOf(id: unknown): string | undefined {
  const text = readId(id);
  return text && (/^gid:\/\/shopify\/\w+\/(\d+)$/.exec(text)?.[1] ?? text);
}

const isThenable = (value: unknown): boolean => typeof value === "object" && value !== null && "then" in value;

/** The library's events carry their fields themselves; what an older theme dispatches has them in its detail. */
function fieldsOf(event: Event): Fields {
  const own = event as Event & Fields;
  const { detail } = own;
  const named = ["product", "selectedVariant", "context", "cart", "search", "action", "lines", "promise"];
  return {
    ...readFields(detail),
    ...Object.fromEntries(named.flatMap((name) => (name in own ? [[name, own[name]]] : []))),
  };
}

/** A product's number, handle and address, its variants' numbers, SKUs and barcodes; its title, and its type, which is a category. */
function namesOf(product: Fields, variants: readonly unknown[]): Named {
  const handle = readId(product.handle);
  const all = [...(Array.isArray(product.variants) ? product.variants.slice(0, MAX_VARIANTS) : []), ...variants];
  const names = [product.id, handle, handle && `/products/${handle}`];
  for (const variant of all) {
    const { id, sku, barcode } = readFields(variant) ?? {};
    names.push(id, sku, barcode);
  }
  const ids = [...new Set(names.flatMap((name) => numberOf(name) ?? []))];
  return { ids, title: readText(product.title), category: readText(product.type) };
}

/** The Storefront API's cart, its lines in a list or as a connection. */
function cartOf(value: unknown): Cart | undefined {
  const { lines } = readFields(value) ?? {};
  const { nodes, edges } = readFields(lines) ?? {};
  const list = [lines, nodes, edges].find(Array.isArray);
  if (list === undefined) return undefined;
  const cart = new Map<string, number>();
  for (const entry of list.slice(0, MAX_VARIANTS)) {
    const fields = readFields(entry) ?? {};
    const { merchandise, quantity } = readFields(fields.node) ?? fields;
    const id = numberOf(readFields(merchandise)?.id);
    if (id !== undefined) cart.set(id, (cart.get(id) ?? 0) + (Number(quantity) || 0));
  }
  return cart;
}

function difference(before: Cart, after: Cart): readonly [Fields[], Fields[]] {
  const ids = [...new Set([...before.keys(), ...after.keys()])];
  const lines = (sign: 1 | -1): Fields[] =>
    ids.flatMap((id) => {
      const quantity = sign * ((after.get(id) ?? 0) - (before.get(id) ?? 0));
      return quantity > 0 ? [{ item_id: id, quantity }] : [];
    });
  return [lines(1), lines(-1)];
}

/** By what the event itself says, where the cart before it is not known. */
function added(action: unknown, lines: readonly Fields[]): Fields[] {
  if (action !== "add") return [];
  return lines.map(({ merchandiseId, quantity }) => ({ item_id: numberOf(merchandiseId), quantity: quantity ?? 1 }));
}

/** A line of the Ajax API's cart is called by its variant and a hash: "123:0a1b". */
function removed(action: unknown, lines: readonly Fields[]): Fields[] {
  if (action !== "remove") return [];
  return lines.flatMap(({ id }) => {
    const variant = /^(\d+):/.exec(readText(id) ?? "")?.[1];
    return variant === undefined ? [] : [{ item_id: variant }];
  });
}
