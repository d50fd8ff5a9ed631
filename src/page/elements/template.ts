/** Templates whose shop has been told that they hold more than a card. */
const told = new WeakSet<Element>();

/** The template's one element: named by `template="#id"`, or in the first `<template>` inside the shelf. */
function findTemplate(shelf: HTMLElement): HTMLElement | undefined {
  const named = shelf.getAttribute("template");
  const found = named === null ? shelf.querySelector("template") : document.getElementById(named.replace(/^#/, ""));
  const element = found instanceof HTMLTemplateElement ? found.content.firstElementChild : null;
  if (!(element instanceof HTMLElement)) return undefined;
  if (element.nextElementSibling !== null && !told.has(element)) {
    told.add(element);
    console.warn("inkling-shelf: a card is the template's first element; put the others inside it", found);
  }
  return element;
}

/** Waits for the template as long as the parser or a framework has not put it there. */
export function whenTemplate(shelf: HTMLElement, signal: AbortSignal): Promise<HTMLElement> {
  return new Promise((resolve) => {
    const look = (): void => {
      const template = findTemplate(shelf);
      if (template === undefined) return;
      additions.disconnect();
      resolve(template);
    };
    const additions = new MutationObserver(look);
    additions.observe(document, { childList: true, subtree: true });
    signal.addEventListener("abort", () => additions.disconnect());
    look();
  });
}

/** Resolves once the parser has read the whole document, and with it everything inside the shelf. */
export const whenParsed = (): Promise<unknown> =>
  document.readyState === "loading"
    ? new Promise((resolve) => document.addEventListener("DOMContentLoaded", resolve, { once: true }))
    : Promise.resolve();
