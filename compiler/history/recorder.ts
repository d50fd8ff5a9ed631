import { type Issues, shown } from "../input/issues.ts";
import { isObject } from "../input/json.ts";
import { LIMITS } from "../input/limits.ts";
import { fieldNamer } from "../input/row.ts";
import { idOf, textOf } from "../input/values.ts";
import type { Interaction } from "../interaction.ts";
import { objectRow, type Row } from "./columns.ts";
import { type Kind, readKind } from "./kind.ts";
import { readTime } from "./time.ts";

/** What a row says of itself; the lines of one order may say it in the first alone. */
interface Deed {
  readonly shopper: string;
  readonly at: number | undefined;
  readonly kind: Kind;
  /** Undefined where the history says none. */
  readonly weight: number | undefined;
}

/** The most that one interaction may count for. */
const MOST_WEIGHT = 1000;

/** Turns rows into interactions, in file order. */
export class Recorder {
  readonly interactions: Interaction[] = [];
  readonly #issues: Issues;
  readonly #nameOf = fieldNamer();
  /** One string for each of the names that a history repeats a million times. */
  readonly #names = new Map<string, string>();
  #lastOrder: { readonly id: string; readonly deed: Deed } | undefined;

  constructor(issues: Issues) {
    this.#issues = issues;
  }

  add(line: number, row: Row): void {
    const deed = this.#deedOf(line, row);
    if (deed === undefined) return;
    const items = row("items");
    if (!Array.isArray(items)) this.#record(line, deed, row("item"));
    else if (items.length === 0)
      this.#issues.warn(line, "items", "the row lists no items and says nothing: leave it out");
    else
      for (const item of items)
        this.#record(line, deed, isObject(item) ? (objectRow(item, this.#nameOf)("item") ?? item.id) : item);
  }

  #deedOf(line: number, row: Row): Deed | undefined {
    const order = idOf(row("order"));
    const before = order !== "" && order === this.#lastOrder?.id ? this.#lastOrder.deed : undefined;
    const kind = this.#kindOf(line, row, order !== "");
    const at = this.#timeOf(line, row);
    const weight = this.#weightOf(line, row);
    const shopper = this.#name(idOf(row("shopper"))) || before?.shopper || order;
    if (kind === undefined || at === "unreadable" || weight === "unreadable") return undefined;
    if (shopper === "" || shopper.length > LIMITS.idChars) {
      const what = shopper === "" ? "no shopper or session" : `a shopper of over ${LIMITS.idChars} characters`;
      this.#issues.error(line, "shopper", `the row has ${what} and was left out: name one in a column such as user_id`);
      return undefined;
    }
    const deed = { shopper, at: at ?? before?.at, kind, weight };
    if (order !== "") this.#lastOrder = { id: order, deed };
    return deed;
  }

  #kindOf(line: number, row: Row, isOrder: boolean): Kind | undefined {
    const said = row("kind");
    if (said === undefined) return isOrder || Array.isArray(row("items")) ? "purchase" : "view";
    const kind = readKind(said);
    if (kind === undefined) {
      this.#issues.tally(
        line,
        "kind",
        "rows are of kinds that are no view, cart or purchase and were skipped",
        textOf(said),
      );
    }
    return kind;
  }

  #timeOf(line: number, row: Row): number | "unreadable" | undefined {
    const said = row("time");
    if (said === undefined) return undefined;
    const at = readTime(said);
    if (at !== undefined) return at;
    this.#issues.error(line, "time", `${shown(said)} is no time and the row was left out: write 2026-05-01T10:00:00Z`);
    return "unreadable";
  }

  #weightOf(line: number, row: Row): number | "unreadable" | undefined {
    const said = row("weight");
    if (said === undefined) return undefined;
    const weight = Number(textOf(said));
    if (weight > 0 && weight <= MOST_WEIGHT) return weight;
    const message = `${shown(said)} is no weight and the row was left out: write a number above 0, up to ${MOST_WEIGHT}`;
    this.#issues.error(line, "interaction_weight", message);
    return "unreadable";
  }

  #record(line: number, { shopper, at, kind, weight }: Deed, value: unknown): void {
    const item = this.#name(idOf(value));
    if (item !== "" && item.length <= LIMITS.idChars) {
      this.interactions.push({ shopper, item, at, kind, ...(weight === undefined ? {} : { weight }) });
      return;
    }
    const what = item === "" ? "no product" : `a product id of over ${LIMITS.idChars} characters`;
    this.#issues.error(line, "item", `the row has ${what} and was left out: name one in a column such as item_id`);
  }

  #name(name: string): string {
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    this.#names.set(name, name);
    return name;
  }
}
