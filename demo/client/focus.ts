const CONTROLS = "button, input, a[href], summary";

/** What has the focus inside `element` has it again after it was drawn anew: what is where it was, or else what is there last. */
export function keepingFocus(element: HTMLElement, draw: () => void): void {
  const controls = () => [...element.querySelectorAll<HTMLElement>(CONTROLS)];
  const at = controls().findIndex((one) => one.matches(":focus"));
  draw();
  const now = controls();
  if (at >= 0) (now[at] ?? now.at(-1))?.focus({ preventScroll: true });
}
