import { button, h } from "./dom.ts";
import type { View } from "./view.ts";

/**
 * A place that asks again before it does what cannot be undone. Until it asks, it holds `rest`; after an answer `first` has the focus again.
 */
export function asking(
  view: View,
  key: string,
  first: HTMLElement,
  rest: readonly Node[],
  work: () => Promise<string | undefined>,
): { readonly place: HTMLElement; ask(): void } {
  const { say } = view;
  const place = h("div", {}, ...rest);
  const answered = (): void => {
    place.replaceChildren(...rest);
    first.focus();
  };
  const yes = button(`${key}-yes`, say("yes"), () => {
    answered();
    view.act(work);
  });
  const no = button(`${key}-no`, say("no"), answered);
  const question = h(
    "div",
    { class: "acts", role: "group", "aria-label": say("sure") },
    h("strong", {}, say("sure")),
    yes,
    no,
  );
  const ask = (): void => {
    place.replaceChildren(question);
    no.focus();
  };
  return { place, ask };
}
