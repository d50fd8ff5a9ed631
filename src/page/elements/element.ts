/**
 * A custom element that runs while it is connected, and anew when one of its attributes changes. Properties that a page
 * set before the upgrade stay: the class declares none.
 *
 * @param run Works until the signal aborts.
 */
export function elementClass(
  attributes: readonly string[],
  run: (element: HTMLElement, signal: AbortSignal) => void,
): CustomElementConstructor {
  return class extends HTMLElement {
    static readonly observedAttributes: readonly string[] = attributes;
    #life = new AbortController();

    connectedCallback(): void {
      this.#life.abort();
      this.#life = new AbortController();
      const { signal } = this.#life;
      // Frameworks set attributes one by one: only the last setting runs.
      queueMicrotask(() => {
        if (!signal.aborted) run(this, signal);
      });
    }

    attributeChangedCallback(_name: string, before: string | null, after: string | null): void {
      if (before !== after && this.isConnected) this.connectedCallback();
    }

    disconnectedCallback(): void {
      this.#life.abort();
    }
  };
}
