import type { Consent } from "../../../core/bridge/protocol.ts";
import { forbidsSharing } from "../../consent/privacy-control.ts";
import { h } from "./dom.ts";
import type { Known } from "./known.ts";
import type { View } from "./view.ts";

const SWITCHES: readonly (keyof Consent)[] = ["store", "personalise", "contribute"];

export function switches(view: View, { status: { consent } }: Known): Node[] {
  const { say, inkling, tell } = view;
  return SWITCHES.map((name) => {
    const held = name === "contribute" && forbidsSharing();
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
