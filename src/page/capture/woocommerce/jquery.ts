/** An event comes with the cart's fragments, its hash and a collection of one, the button. */
export type Hear = (event: unknown, fragments: unknown, hash: unknown, button: unknown) => void;

/** What jQuery is needed for here; a theme may have any version of it, or none. */
type JQuery = (target: Node) => {
  on(name: string, run: Hear): unknown;
  off(name: string, run: Hear): unknown;
};

/** Gives what hears jQuery's events on the body once jQuery is there: some shops load it with the shopper's first move. */
export function hearJQuery(hears: Readonly<Record<string, Hear>>, signal: AbortSignal): () => void {
  let body: ReturnType<JQuery> | undefined;
  signal.addEventListener("abort", () => {
    for (const [name, hear] of Object.entries(hears)) body?.off(name, hear);
  });
  return () => {
    const { jQuery } = globalThis as { readonly jQuery?: JQuery };
    if (body !== undefined || typeof jQuery !== "function" || signal.aborted) return;
    body = jQuery(document.body);
    for (const [name, hear] of Object.entries(hears)) body.on(name, hear);
  };
}
