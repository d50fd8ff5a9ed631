import type { Consent } from "../../../core/bridge/protocol.ts";
import { h } from "./dom.ts";
import type { Known } from "./known.ts";
import type { View } from "./view.ts";

const SWITCHES: readonly (keyof Consent)[] = ["store", "personalise", "contribute"];

/** In some browsers alone, and so not in the DOM library's types. */
const privacyControl = (): boolean =>
  (navigator as { readonly globalPrivacyControl?: unknown }).globalPrivacyControl === true;

export function switches(view: View, { status: { consent } }: Known): Node[] {
  const { say, inkling, tell } = view;
  return SWITCHES.map((name) => {
    const held = name === "contribute" && privacyControl();
    const input = h("input", {
      type: "checkbox",
      role: "switch",
      part: "switch",
      "data-key": name,
      checked: consent[name] === true,
      disabled: held,
      "aria-describedby": `${name}-words`,
    });
    input.addEventListener("change", () =>
      view.act(async () => {
        tell("inkling-consent", await inkling.consent({ [name]: input.checked }, "shopper"));
        return undefined;
      }),
    );
    const words = h("small", { id: `${name}-words` }, say(held ? "gpc" : `${name}_off`));
    return h("div", {}, h("label", {}, input, h("span", {}, say(name))), words);
  });
}
