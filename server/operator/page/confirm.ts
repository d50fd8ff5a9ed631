import { h } from "./dom.ts";

/** Asks before something that cannot be undone; `act` runs where the answer is yes. */
export function confirm(title: string, words: string, yes: string, act: () => void): void {
  const form = h(
    "form",
    { method: "dialog" },
    h("h2", {}, title),
    h("p", {}, words),
    h(
      "div",
      { class: "dialog-row" },
      h("button", { class: "button quiet", value: "no" }, "Leave it"),
      h("button", { class: "button danger", value: "yes" }, yes),
    ),
  );
  const dialog = h("dialog", { class: "dialog", "aria-label": title }, form);
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (dialog.returnValue === "yes") act();
  });
  document.body.append(dialog);
  dialog.showModal();
}
