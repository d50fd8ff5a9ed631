import { readFields, readId, readText } from "../../../core/event/fields.ts";
import { joinedPath } from "../category.ts";
import type { Named } from "../report.ts";
import { thingsBeside } from "./beside.ts";
import { type Node, readNodes } from "./read.ts";
import { categoryOf } from "./trail.ts";
import { createUnions } from "./unions.ts";
import { listOf, pathOf, plainOf, textOf } from "./values.ts";

/** What the scripts of one page say of products (schema.org/Product, schema.org/ProductGroup), and of where they are (schema.org/BreadcrumbList). */
export interface Goods {
  /** The product that the page is about: its main entity, or its one product, or of several the one with the page's own address. */
  readonly main: Named | undefined;
  readonly products: readonly Named[];
}

/** Names that one product is given at most, and products of a page. */
const MAX_IDS = 100;
const MAX_PRODUCTS = 500;
/** A product's own names, the likeliest to be in a catalogue first. */
const ID_FIELDS = ["sku", "productID", "gtin", "gtin13", "gtin12", "gtin14", "gtin8", "mpn", "isbn", "identifier"];
/** What an identifier is a property of, where it is such a name: "gtin13", "SKU", or nothing at all. Others may be its maker's. */
const ID_NAMES = /^$|sku|gtin|ean|mpn|isbn/i;
const GROUP_FIELDS = ["productGroupID", "inProductGroupWithID"];
/** What leads to other things that are the same product. */
const INNER = ["hasVariant", "isVariantOf", "model", "offers"];

/** The thing itself, where it may only be named by its @id. */
type Whole = (value: unknown) => Node | undefined;

/** `Product` of "Product", "schema:Product" and "https://schema.org/Product". */
const isA = (node: Node, ...types: readonly string[]): boolean =>
  listOf(node["@type"]).some((type) => typeof type === "string" && types.includes(type.replace(/^.*[/#:]/, "")));
const isProduct = (node: Node): boolean => isA(node, "Product", "ProductGroup", "ProductModel", "IndividualProduct");
const isDefined = (node: Node | undefined): node is Node => node !== undefined;

/** Reads the texts of a page's scripts. `href`: the page's address. */
export function readGoods(texts: readonly string[], href: string): Goods {
  const nodes = readNodes(texts);
  const byId = new Map(nodes.filter((node) => Object.keys(node).length > 1).map((node) => [node["@id"], node]));
  const whole: Whole = (value) => {
    const node = readFields(value);
    const id = node?.["@id"];
    return id === undefined ? node : (byId.get(id) ?? node);
  };
  const path = pathOf(href, href);
  const lists = nodes.filter((node) => isA(node, "ItemList", "OfferCatalog"));
  const entries = lists.flatMap((list) => listOf(list.itemListElement));
  const listed = new Set(entries.flatMap((entry) => [whole(entry), whole(readFields(entry)?.item)]));
  const mains = new Set(nodes.flatMap(({ mainEntity }) => listOf(mainEntity).map(whole)));
  const beside = thingsBeside(nodes, whole, isProduct);
  // What is alike may mention the page's own product in turn.
  const isBeside = (node: Node): boolean =>
    beside.has(node) && !mains.has(node) && (path === undefined || pathOf(node.url, href) !== path);
  const told = nodes.filter((node) => isProduct(node) && !isBeside(node)).slice(0, MAX_PRODUCTS);
  const drafts = united(told, (node) => listed.has(node), whole, href);
  const entities = drafts.filter(({ things }) => things.some((node) => mains.has(node)));
  const own = drafts.filter(({ isOwn }) => isOwn);
  const here = own.filter(({ ids }) => path !== undefined && ids.has(path));
  const [about] = [entities, own, here].find(({ length }) => length === 1) ?? [];
  const trails = nodes.filter((node) => isA(node, "BreadcrumbList"));
  const category = categoryOf(trails, about?.title, whole, href);
  // Where a page is about one product, its trail says nothing of others.
  const named = (draft: Draft): Named => ({
    ids: [...draft.ids],
    title: draft.title,
    category: joinedPath(
      [(about === undefined || about === draft ? category : undefined) ?? [], [...draft.levels]].flat(),
    ),
  });
  return { main: about && named(about), products: drafts.map(named) };
}

interface Draft {
  readonly things: Node[];
  readonly ids: Set<string>;
  title: string | undefined;
  /** Of its own categories, from the top. */
  readonly levels: Set<string>;
  /** Whether it stands anywhere but in a list. */
  isOwn: boolean;
}

/** One for each product: a group and its variants are one, and so are two that share a name or an address, and two outside of lists that share a title. */
function united(told: readonly Node[], isListed: (node: Node) => boolean, whole: Whole, href: string): Draft[] {
  const unions = createUnions<Node | string>();
  const visited = new Map<Node, { readonly ids: readonly string[]; readonly isOwn: boolean }>();
  for (const outer of told) {
    if (visited.has(outer)) continue;
    const isOwn = !isListed(outer);
    const title = textOf(outer.name);
    // No name of a product begins with a space.
    if (isOwn && title !== undefined) unions.join(outer, ` ${title}`);
    const open = [outer];
    // Each thing is visited once, however many lead to it.
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (visited.has(node)) continue;
      const ids = ownIds(node, href);
      visited.set(node, { ids, isOwn });
      const inner = INNER.flatMap((field) => listOf(node?.[field]).map(whole).filter(isDefined));
      for (const other of [...ids, ...inner]) unions.join(node, other);
      open.push(...inner.toReversed());
    }
  }
  const drafts = new Map<Node | string, Draft>();
  for (const [node, { ids, isOwn }] of visited) {
    const union = unions.of(node);
    // Outer things come before inner ones: the group's title stands.
    const draft = drafts.get(union) ?? {
      things: [],
      ids: new Set(),
      title: undefined,
      levels: new Set(),
      isOwn: false,
    };
    drafts.set(union, draft);
    draft.things.push(node);
    if (isProduct(node)) {
      draft.title ??= textOf(node.name);
      for (const level of levelsOf(node)) draft.levels.add(level);
    }
    draft.isOwn ||= isOwn;
    for (const id of ids) if (draft.ids.size < MAX_IDS) draft.ids.add(id);
  }
  return [...drafts.values()].filter(({ ids }) => ids.size > 0);
}

/** The categories that a product says it is in: by name, or as things of one, "greater signs or slashes" between their levels (schema.org/category). */
const levelsOf = ({ category }: Node): readonly string[] =>
  listOf(category).flatMap((value) => {
    const path = textOf(value) ?? textOf(readFields(value)?.name) ?? "";
    return path.split(/[>/]/).flatMap((level) => readText(level) ?? []);
  });

/** What a thing itself is called, without its group, its variants and their offers. */
function ownIds(node: Node, href: string): string[] {
  const own = ID_FIELDS.flatMap((field) =>
    listOf(node[field]).flatMap((value) =>
      ID_NAMES.test(textOf(readFields(value)?.propertyID) ?? "") ? (readId(plainOf(value)) ?? []) : [],
    ),
  );
  // productID may name its scheme: "sku:925872", "isbn:978-3-16-148410-0".
  const bare = own.flatMap((id) => /^[a-z]+:(.+)$/i.exec(id)?.[1] ?? []);
  const address = pathOf(node.url, href);
  const groups = GROUP_FIELDS.flatMap((field) => readId(textOf(node[field])) ?? []);
  // Shopify's themes name a variant in its address alone.
  const variant = [node.url, node["@id"]].flatMap((url) => /[?&]variant=(\d+)/.exec(readText(url) ?? "")?.[1] ?? []);
  return [...own, ...bare, ...(address === undefined || address === "/" ? [] : [address]), ...groups, ...variant];
}
