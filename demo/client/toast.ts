const SHOWN_MS = 5_000;
let timer: ReturnType<typeof setTimeout> | undefined;

/** A short message at the foot of the page, read out by screen readers. */
export function toast(words: string, link?: { readonly label: string; readonly href: string }): void {
  const place = document.querySelector("[data-toast]");
  if (place === null) return;
  const parts: (string | Node)[] = [words];
  if (link !== undefined) {
    const a = document.createElement("a");
    a.href = link.href;
    a.textContent = link.label;
    parts.push(a);
  }
  place.replaceChildren(...parts);
  place.classList.add("shown");
  clearTimeout(timer);
  timer = setTimeout(() => place.classList.remove("shown"), SHOWN_MS);
}
