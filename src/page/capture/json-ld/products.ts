import { EVENT_LIMITS } from "../../../core/event/event.ts";
import { readId, readText } from "../../../core/event/fields.ts";
import type { Named } from "../report.ts";
import { type Node, readNodes, unescapeHtml } from "./read.ts";

/** What the scripts of one page say of products (schema.org/Product, schema.org/ProductGroup). */
export interface Goods {
  /** The product that the page is about: of one, or with the page's own address. */
  readonly main: Named | undefined;
  readonly products: readonly Named[];
  /** Names of the page's categories, the widest first (schema.org/BreadcrumbList). */
  readonly crumbs: readonly string[];
}

/** Names that one product is given at most, products of a page, and entries of any list. */
const MAX_IDS = 100;
const MAX_PRODUCTS = 500;
const MAX_LISTED = 500;
/** A product's own names, the likeliest to be in a catalogue first. */
const ID_FIELDS = ["sku", "productID", "gtin", "gtin13", "gtin12", "gtin14", "gtin8", "mpn", "isbn"];
const GROUP_FIELDS = ["productGroupID", "inProductGroupWithID"];
const VARIANTS = ["hasVariant", "isVariantOf", "model", "offers"];

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value.slice(0, MAX_LISTED) : [value]);
/** The thing itself, where it may only be named by its @id. */
type Whole = (value: unknown) => Node | undefined;

const asNode = (value: unknown): Node | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Node) : undefined;
/** `Product` of "Product", "schema:Product" and "https://schema.org/Product". */
const isA = (node: Node, ...types: readonly string[]): boolean =>
  listOf(node["@type"]).some((type) => typeof type === "string" && types.includes(type.replace(/^.*[/#:]/, "")));
const isProduct = (node: Node): boolean => isA(node, "Product", "ProductGroup", "ProductModel", "IndividualProduct");
const isDefined = (node: Node | undefined): node is Node => node !== undefined;

function textOf(value: unknown): string | undefined {
  const text = readText(listOf(value)[0]);
  return text === undefined ? undefined : unescapeHtml(text);
}

/** Reads the texts of a page's scripts. `href`: the page's address. */
export function readGoods(texts: readonly string[], href: string): Goods {
  const nodes = readNodes(texts);
  const byId = new Map(nodes.filter((node) => Object.keys(node).length > 1).map((node) => [node["@id"], node]));
  const whole: Whole = (value) => {
    const node = asNode(value);
    const id = node?.["@id"];
    return id === undefined ? node : (byId.get(id) ?? node);
  };
  const path = pathOf(href, href);
  const lists = nodes.filter((node) => isA(node, "ItemList", "OfferCatalog"));
  const entries = lists.flatMap((list) => listOf(list.itemListElement));
  const listed = new Set(entries.flatMap((entry) => [whole(entry), whole(asNode(entry)?.item)]));
  const beside = new Set(nodes.flatMap((node) => BESIDE.flatMap((field) => listOf(node[field]))));
  const told = nodes.filter((node) => isProduct(node) && !beside.has(node)).slice(0, MAX_PRODUCTS);
  const products = united(told, whole, href);
  const single = united(
    told.filter((node) => !listed.has(node)),
    whole,
    href,
  );
  const here = single.filter(({ ids }) => ids.some((id) => id === path));
  const [main] = single.length === 1 ? single : here.length === 1 ? here : [];
  return { main, products, crumbs: crumbsOf(nodes, whole) };
}

/** Where products stand that are only mentioned: accessories, what is alike, what a review is about. */
const BESIDE = ["isRelatedTo", "isSimilarTo", "isAccessoryOrSparePartFor", "isConsumableFor", "itemReviewed"];

interface Draft {
  readonly ids: Set<string>;
  title: string | undefined;
}

/** One for each product: a group and its variants are one, and so are two that share a name, an address or a title. */
function united(nodes: readonly Node[], whole: Whole, href: string): Named[] {
  let drafts: Draft[] = [];
  for (const node of nodes) {
    const ids = new Set(idsOf(node, whole, href));
    const title = textOf(node.name);
    const same = drafts.filter(
      (draft) => (title !== undefined && draft.title === title) || [...ids].some((id) => draft.ids.has(id)),
    );
    const one = same[0] ?? { ids: new Set<string>(), title: undefined };
    // Outer things come before inner ones: the group's title stands.
    one.title ??= title;
    for (const id of [...same.slice(1).flatMap((draft) => [...draft.ids]), ...ids])
      if (one.ids.size < MAX_IDS) one.ids.add(id);
    drafts = [...drafts.filter((draft) => !same.includes(draft)), one];
  }
  return drafts.filter(({ ids }) => ids.size > 0).map(({ ids, title }) => ({ ids: [...ids], title }));
}

/** Its own names first, then those of its group, its variants and their offers. */
function idsOf(node: Node, whole: Whole, href: string, depth = 0): string[] {
  const own = ID_FIELDS.flatMap((field) => listOf(node[field]).flatMap((value) => readId(value) ?? []));
  // productID may name its scheme: "sku:925872", "isbn:978-3-16-148410-0".
  const bare = own.flatMap((id) => /^[a-z]+:(.+)$/i.exec(id)?.[1] ?? []);
  const address = pathOf(node.url, href);
  // Shopify's themes name a variant in its address alone.
  const variant = [node.url, node["@id"]].flatMap((url) => /[?&]variant=(\d+)/.exec(readText(url) ?? "")?.[1] ?? []);
  const groups = GROUP_FIELDS.flatMap((field) => readId(node[field]) ?? []);
  const inner = depth > 1 ? [] : VARIANTS.flatMap((field) => listOf(node[field]).map(whole).filter(isDefined));
  const all = [
    ...own,
    ...bare,
    ...(address === undefined || address === "/" ? [] : [address]),
    ...groups,
    ...variant,
    ...inner.flatMap((other) => idsOf(other, whole, href, depth + 1)),
  ];
  return all.slice(0, MAX_IDS);
}

function pathOf(value: unknown, base: string): string | undefined {
  const text = readText(listOf(value)[0]);
  if (text === undefined) return undefined;
  try {
    const path = new URL(text, base).pathname.replace(/(.)\/$/, "$1");
    return path.length <= EVENT_LIMITS.idLength ? path : undefined;
  } catch {
    return undefined; // no address
  }
}

function crumbsOf(nodes: readonly Node[], whole: Whole): string[] {
  const list = nodes.find((node) => isA(node, "BreadcrumbList"));
  const items = listOf(list?.itemListElement).map(whole).filter(isDefined);
  const placed = items.toSorted((a, b) => Number(a.position ?? 0) - Number(b.position ?? 0));
  return placed.flatMap((item) => textOf(item.name) ?? textOf(whole(item.item)?.name) ?? []).slice(0, 10);
}
