import type { LearningStatus } from "inkling";
import { h } from "../dom.ts";
import { learnt } from "./words.ts";

/** What this device has made of the shopper's choices. */
export function learning(status: LearningStatus | undefined): HTMLElement {
  const { title, lines } = learnt(status);
  return h("div", { class: "panel" }, h("h3", {}, title), ...lines.map((line) => h("p", {}, line)));
}
