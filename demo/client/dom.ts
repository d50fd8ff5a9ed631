type Child = Node | string | number | false | undefined;

interface Props {
  readonly class?: string;
  readonly id?: string;
  readonly href?: string;
  readonly src?: string;
  readonly alt?: string;
  readonly type?: string;
  readonly name?: string;
  readonly value?: string;
  readonly for?: string;
  readonly role?: string;
  readonly scope?: string;
  readonly checked?: boolean;
  readonly disabled?: boolean;
  readonly hidden?: boolean;
  readonly loading?: "lazy";
  readonly open?: boolean;
  readonly width?: number;
  readonly height?: number;
  readonly "aria-label"?: string;
  readonly "aria-labelledby"?: string;
  readonly "aria-describedby"?: string;
  readonly "aria-live"?: "polite";
  readonly "aria-hidden"?: "true";
  readonly datetime?: string;
}

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
  element.append(
    ...children
      .filter((child) => child !== false && child !== undefined)
      .map((child) => (typeof child === "number" ? String(child) : child)),
  );
  return element;
}

/** The same element, with something to do when it is pressed or changed. */
export function on<E extends HTMLElement>(element: E, event: "click" | "change", act: () => void): E {
  element.addEventListener(event, act);
  return element;
}

/** A bar as long as a share of its track, 0 to 1; the figure beside it says the same in words. */
export function bar(share: number, className = "bar"): HTMLElement {
  const element = h("span", { class: className, "aria-hidden": "true" });
  element.style.setProperty("--share", String(Math.min(1, Math.max(0, share))));
  return element;
}
