/** An element with attributes and children; text stays text, whatever is in it. True is an attribute without a value, false none. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string | boolean>> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (value !== false) element.setAttribute(name, value === true ? "" : value);
  element.append(...children);
  return element;
}

/** A button; `key` finds it again after a section was drawn anew. */
export function button(
  key: string,
  text: string,
  press: () => void,
  more: Readonly<Record<string, string | boolean>> = {},
): HTMLElement {
  const made = h("button", { type: "button", part: "button", "data-key": key, ...more }, text);
  made.addEventListener("click", press);
  return made;
}
