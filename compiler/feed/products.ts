import { type Issues, shown } from "../input/issues.ts";
import { LIMITS } from "../input/limits.ts";
import type { Product } from "../product.ts";
import { type Draft, emptyDraft, merge, productOf } from "./draft.ts";
import type { Entry } from "./entry.ts";

/** Gathers rows into products: those of one group id, wherever they stand, become one product with variants. */
export class Products {
  readonly #issues: Issues;
  readonly #drafts = new Map<string, Draft>();
  /** The line of each variant, by id. */
  readonly #lines = new Map<string, number>();

  constructor(issues: Issues) {
    this.#issues = issues;
  }

  add(entry: Entry): void {
    const first = this.#lines.get(entry.variant.id);
    if (first !== undefined) {
      const message = `${shown(entry.variant.id)} is already the id of line ${first} and the row was left out: make ids unique`;
      this.#issues.error(entry.line, "id", message);
      return;
    }
    const draft = this.#draftOf(entry);
    if (draft.variants.length === LIMITS.variants) {
      const message = `${shown(draft.id)} has over ${LIMITS.variants} variants and the row was left out: split the group`;
      this.#issues.error(entry.line, "item_group_id", message);
      return;
    }
    this.#lines.set(entry.variant.id, entry.line);
    merge(draft, entry);
  }

  /** In the order of their first rows; without those that are not for sale or have no title. */
  finish(): Product[] {
    const products: Product[] = [];
    for (const draft of this.#drafts.values()) {
      if (this.#isSold(draft)) products.push(productOf(draft));
    }
    return products;
  }

  #draftOf(entry: Entry): Draft {
    const known = this.#drafts.get(entry.productId);
    if (known !== undefined) return known;
    const draft = emptyDraft(entry);
    this.#drafts.set(entry.productId, draft);
    return draft;
  }

  #isSold(draft: Draft): boolean {
    if (draft.hidden !== "") {
      this.#issues.tally(
        draft.line,
        "status",
        "products are not on sale and were left out",
        `${draft.id}: ${draft.hidden}`,
      );
      return false;
    }
    if (draft.titles.length > 0) return true;
    this.#issues.error(draft.line, "title", `${shown(draft.id)} has no title and was left out: give it one`);
    return false;
  }
}
