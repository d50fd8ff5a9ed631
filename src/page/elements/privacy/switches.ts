import type { Consent } from "../../../core/bridge/protocol.ts";
import type { Status } from "../../api.ts";
import { forbidsSharing } from "../../consent/privacy-control.ts";
import { consentHeard } from "../../notices.ts";
import { asking } from "./asking.ts";
import { button, h } from "./dom.ts";
import type { Known } from "./known.ts";
import type { View } from "./view.ts";

const SWITCHES: readonly (keyof Consent)[] = ["store", "personalise", "contribute"];

export const hasNotes = ({ engine }: Status): boolean => (engine?.storage.events ?? 0) > 0;

export function switches(view: View, { status }: Known): Node[] {
  const { consent } = status;
  const { say, inkling, tell } = view;
  return SWITCHES.map((name) => {
    const change = async (on: boolean) => tell("inkling-consent", await inkling.consent({ [name]: on }, "shopper"));
    const set = (on: boolean): void => view.act(() => change(on));
    const held = name === "contribute" && heldBy();
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
      disabled: Boolean(held),
      "aria-describedby": id,
    });
    // Off, it erases: it is off once that is certain.
    const { place, ask } = asking(view, name, input, [], () => change(false));
    input.addEventListener("change", () => {
      if (input.checked || name !== "store" || !hasNotes(status)) return set(input.checked);
      input.checked = true;
      ask();
    });
    const words = h("small", { id }, say(held || `${name}_off`));
    return h("div", {}, h("label", {}, input, h("span", {}, say(name))), place, words);
  });
}

/** What keeps contributing off, whoever asks. */
function heldBy(): "gpc" | "banner" | false {
  if (forbidsSharing()) return "gpc";
  return [...consentHeard.read().values()].some((said) => said?.contribute === false) && "banner";
}
