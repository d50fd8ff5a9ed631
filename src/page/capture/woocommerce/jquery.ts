/** An event comes with the cart's fragments, its hash and a collection of one, the button. */
export type Hear = (event: unknown, fragments: unknown, hash: unknown, button: unknown) => void;

/** What jQuery is needed for here; a theme may have any version of it, or none. */
interface JQuery {
  (target: Node): Collection;
  /** What its collections have. */
  readonly fn?: Partial<Collection>;
}
interface Collection {
  on(name: string, run: Hear): unknown;
  off(name: string, run: Hear): unknown;
}

/**
 * Gives what hears jQuery's events on the body once jQuery is there: some shops load it with the shopper's first move. What stands in its name
 * until then, and only keeps what it is given for later, has no collections, and is not called.
 */
export function hearJQuery(hears: Readonly<Record<string, Hear>>, signal: AbortSignal): () => void {
  let body: Collection | undefined;
  signal.addEventListener("abort", () => {
    for (const [name, hear] of Object.entries(hears)) body?.off(name, hear);
  });
  return () => {
    const { jQuery } = globalThis as { readonly jQuery?: JQuery };
    if (body !== undefined || typeof jQuery?.fn?.on !== "function" || signal.aborted) return;
    body = jQuery(document.body);
    for (const [name, hear] of Object.entries(hears)) body.on(name, hear);
  };
}
