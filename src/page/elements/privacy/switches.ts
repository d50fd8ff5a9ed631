import type { Consent } from "../../../core/bridge/protocol.ts";
import { forbidsSharing } from "../../consent/privacy-control.ts";
import { button, h } from "./dom.ts";
import type { Known } from "./known.ts";
import type { View } from "./view.ts";

const SWITCHES: readonly (keyof Consent)[] = ["store", "personalise", "contribute"];

export function switches(view: View, { status: { consent } }: Known): Node[] {
  const { say, inkling, tell } = view;
  return SWITCHES.map((name) => {
    const set = (on: boolean): void =>
      view.act(async () => tell("inkling-consent", await inkling.consent({ [name]: on }, "shopper")));
    const held = name === "contribute" && forbidsSharing();
    const id = `${name}-words`;
    if (consent[name] === "pending") {
      // Neither on nor off: who says no must not have to say yes first. The switch that comes has the focus of what was pressed.
      const [yes, no] = [button(name, say("yes"), () => set(true)), button(name, say("no"), () => set(false))];
      const group = { class: "row", role: "group", "aria-label": say(name), "aria-describedby": id };
      return h(
        "div",
        {},
        h("div", group, h("span", {}, say(name)), yes, no),
        h("p", { id, class: "quiet" }, say("pending")),
      );
    }
    const input = h("input", {
      type: "checkbox",
      role: "switch",
      part: "switch",
      "data-key": name,
      checked: consent[name],
      disabled: held,
      "aria-describedby": id,
    });
    input.addEventListener("change", () => set(input.checked));
    const words = h("small", { id }, say(held ? "gpc" : `${name}_off`));
    return h("div", {}, h("label", {}, input, h("span", {}, say(name))), words);
  });
}
