/** Markup that may stand in a page as it is. Only `html` and `raw` make one, so that everything else is escaped. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** What a template may hold. Text and numbers are escaped, nothing stands for nothing. */
export type Part = Html | string | number | false | null | undefined | readonly Part[];

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Safe as an element's text and inside a quoted attribute. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (mark) => ENTITIES[mark] ?? mark);

function render(part: Part): string {
  if (part === false || part === null || part === undefined) return "";
  if (part instanceof Html) return part.text;
  if (typeof part === "string" || typeof part === "number") return escapeHtml(String(part));
  return part.map(render).join("");
}

/** A template tag that escapes every value; attribute values must stand in double quotes. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings.map((text, i) => text + render(parts[i])).join(""));
}

/**
 * A `<script>`. Not a template of its own: bundlers rewrite tagged templates that hold an end tag of scripts.
 * @param attributes Written as they are given, values escaped; `true` for one without a value.
 */
export function script(attributes: Readonly<Record<string, string | true>>, body = ""): Html {
  const written = Object.entries(attributes).map(([name, value]) =>
    value === true ? ` ${name}` : ` ${name}="${escapeHtml(value)}"`,
  );
  return new Html(`<script${written.join("")}>${body}</script>`);
}

/** Data for a script of the page, which nothing in the data can close. */
export function jsonScript(mark: string, data: unknown): Html {
  const text = JSON.stringify(data).replace(
    /[<>&\u2028\u2029]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return script({ type: "application/json", "data-for": mark }, text);
}
