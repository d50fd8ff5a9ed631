import { readFields, readId, readText } from "../../../core/event/fields.ts";
import { joinedPath } from "../category.ts";
import type { Named } from "../report.ts";
import { inPassing, thingsBeside } from "./beside.ts";
import { type Node, readNodes } from "./read.ts";
import { categoryOf } from "./trail.ts";
import { createUnions } from "./unions.ts";
import { addressOf, isA, isAt, isProduct, listOf, plainOf, textOf } from "./values.ts";
import { createWhole, type Whole } from "./whole.ts";

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

/** What templates write where there is no such name: "N/A", "-", "0". */
const NO_NAME = /^(?:[^\p{L}1-9]*|n\W?a|none)$/iu;

/** Reads the texts of a page's scripts. `href`: the page's address. */
export function readGoods(texts: readonly string[], href: string): Goods {
  const nodes = readNodes(texts);
  const passing = inPassing(nodes);
  const whole = createWhole(nodes, passing);
  const lists = nodes.filter((node) => isA(node, "ItemList", "OfferCatalog"));
  const entries = lists.flatMap((list) => listOf(list.itemListElement).map(whole));
  const listed = new Set(entries.flatMap((entry) => [entry, whole(entry?.item)]));
  const mains = new Set(nodes.flatMap(({ mainEntity }) => listOf(mainEntity).map(whole)));
  const beside = thingsBeside(nodes, passing, whole);
  // What is alike may mention the page's own product in turn.
  const isBeside = (node: Node): boolean => beside.has(node) && !mains.has(node) && !isAt(node.url, href);
  const told = nodes
    .filter((node) => isProduct(node) && whole(node) === node && !isBeside(node))
    .slice(0, MAX_PRODUCTS);
  const drafts = united(told, listed, whole, href);
  const entities = drafts.filter(({ things }) => things.some((node) => mains.has(node)));
  const own = drafts.filter(({ isOwn }) => isOwn);
  const here = own.filter(({ things }) => things.some(({ url }) => isAt(url, href)));
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

/**
 * One for each product: a group and its variants are one, and so are two that share a name or an address, and two outside of lists that share a title.
 * What two of one list have in common, and are titled differently, tells nothing of either.
 */
function united(told: readonly Node[], listed: ReadonlySet<unknown>, whole: Whole, href: string): Draft[] {
  const unions = createUnions<Node | string>();
  const visited = new Map<Node, { ids: readonly string[]; readonly isOwn: boolean }>();
  /** Of names in lists; empty where there are several. */
  const titles = new Map<string, string | undefined>();
  for (const outer of told) {
    if (visited.has(outer)) continue;
    const isOwn = !listed.has(outer);
    const title = textOf(outer.name);
    // No name of a product begins with a space.
    if (isOwn && title !== undefined) unions.join(outer, ` ${title}`);
    const open = [outer];
    // Each thing is visited once, however many lead to it.
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (visited.has(node)) continue;
      const ids = ownIds(node, href, isOwn);
      visited.set(node, { ids, isOwn });
      if (!isOwn) for (const id of ids) titles.set(id, (titles.get(id) ?? title) === title ? title : "");
      const inner = INNER.flatMap((field) => listOf(node?.[field]).flatMap<Node>((value) => whole(value) ?? []));
      for (const other of inner) unions.join(node, other);
      open.push(...inner.toReversed());
    }
  }
  for (const [node, thing] of visited) {
    if (!thing.isOwn) thing.ids = thing.ids.filter((id) => titles.get(id) !== "");
    for (const id of thing.ids) unions.join(node, id);
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

const nameOf = (value: unknown): readonly string[] => {
  const id = readId(value);
  return id === undefined || NO_NAME.test(id) ? [] : [id];
};

/** What a thing itself is called, without its group, its variants and their offers. */
function ownIds(node: Node, href: string, isOwn: boolean): string[] {
  const own = ID_FIELDS.flatMap((field) =>
    listOf(node[field]).flatMap((value) =>
      ID_NAMES.test(textOf(readFields(value)?.propertyID) ?? "") ? nameOf(plainOf(value)) : [],
    ),
  );
  // productID may name its scheme: "sku:925872", "isbn:978-3-16-148410-0".
  const bare = own.flatMap((id) => nameOf(/^[a-z]+:(.+)$/i.exec(id)?.[1]));
  // An address is a name by its path, so not where a number in its query or an anchor may be what tells its thing apart ("index.php?product_id=1"), unless the page has the same; and what
  // the page lists has another one than the page.
  const url = addressOf(node.url, href);
  const address =
    !url || url.pathname === "/" || url.hash || (isAt(node.url, href) ? !isOwn : /id\w*=/.test(url.search))
      ? []
      : [url.pathname];
  const groups = GROUP_FIELDS.flatMap((field) => nameOf(textOf(node[field])));
  // Shopify's themes name a variant in its address alone.
  const variant = [node.url, node["@id"]].flatMap((url) => /[?&]variant=(\d+)/.exec(readText(url) ?? "")?.[1] ?? []);
  return [...own, ...bare, ...address, ...groups, ...variant];
}
