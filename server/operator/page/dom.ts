type Child = Node | string | number | false | undefined;
type Props = Readonly<Record<string, string | number | boolean | undefined>>;

/** An element with attributes and children; text stays text, whatever is in it. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== undefined) element.setAttribute(name, String(value));
  }
  element.append(...children.filter((child) => child !== false && child !== undefined).map(asNode));
  return element;
}

const asNode = (child: Node | string | number): Node | string => (typeof child === "number" ? String(child) : child);

/** A button that does something when it is pressed. */
export function button(label: string, className: string, act: () => void): HTMLButtonElement {
  const element = h("button", { type: "button", class: className }, label);
  element.addEventListener("click", act);
  return element;
}

export interface Column<Row> {
  readonly head: string;
  /** Figures stand at the right. */
  readonly figure?: boolean;
  cell(row: Row): Node | string | number;
}

/** A table that narrow windows show as a list, each cell with its head. `caption` is read out, not shown. */
export function table<Row>(caption: string, columns: readonly Column<Row>[], rows: readonly Row[]): HTMLElement {
  const className = (column: Column<Row>): Props => (column.figure ? { class: "figure" } : {});
  // A column of buttons has none: an empty one would be read out.
  const head = (column: Column<Row>): HTMLElement =>
    column.head === "" ? h("td") : h("th", { scope: "col", ...className(column) }, column.head);
  return h(
    "table",
    {},
    h("caption", { class: "hidden" }, caption),
    h("thead", {}, h("tr", {}, ...columns.map(head))),
    h(
      "tbody",
      {},
      ...rows.map((row) =>
        h(
          "tr",
          {},
          ...columns.map((column) => h("td", { "data-head": column.head, ...className(column) }, column.cell(row))),
        ),
      ),
    ),
  );
}

/** A bar as long as a share of its track; the figure beside it says the same in words. */
export function bar(share: number): HTMLElement {
  const element = h("span", { class: "bar", "aria-hidden": "true" });
  element.style.setProperty("--share", String(Math.min(1, Math.max(0, share))));
  return element;
}
