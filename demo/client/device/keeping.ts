import type { EraseReply } from "inkling";
import { h, on } from "../dom.ts";
import { ask } from "../inkling.ts";
import { toast } from "../toast.ts";

/** Saves everything the device keeps as a file of the shopper's own. */
async function saveExport(): Promise<void> {
  const { file, message } = await ask("export");
  if (file === undefined) {
    toast(`Nothing was saved: ${message ?? "ranking is not running here"}.`);
    return;
  }
  const address = URL.createObjectURL(new Blob([JSON.stringify(file, null, 2)], { type: "application/json" }));
  const link = h("a", { href: address });
  link.download = `inkling-export-${new Date(file.at).toISOString().slice(0, 10)}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  toast("Saved as a file.");
}

function eraseDialog(erased: (reply: EraseReply) => void): HTMLDialogElement {
  const keep = h("button", { class: "button quiet", value: "keep" }, "Keep it");
  const erase = h("button", { class: "button danger", value: "erase" }, "Erase everything");
  const form = h(
    "form",
    {},
    h("h3", {}, "Erase what this device knows?"),
    h("p", {}, "Every note and every interest is forgotten, here and in other open tabs. It cannot be brought back."),
    h("div", { class: "dialog-row" }, keep, erase),
  );
  form.method = "dialog";
  const dialog = h("dialog", { class: "dialog", "aria-label": "Erase" }, form);
  dialog.addEventListener("close", async () => {
    if (dialog.returnValue !== "erase") return;
    dialog.returnValue = "";
    erased(await ask("erase"));
  });
  return dialog;
}

/** Take it with you, or have it forgotten. */
export function keeping(erased: (reply: EraseReply) => void): HTMLElement {
  const dialog = eraseDialog(erased);
  const save = on(h("button", { class: "button", type: "button" }, "Save as a file"), "click", () => void saveExport());
  const erase = on(h("button", { class: "button danger", type: "button" }, "Erase everything…"), "click", () =>
    dialog.showModal(),
  );
  return h(
    "div",
    { class: "pair" },
    h(
      "article",
      { class: "panel" },
      h("h3", {}, "Take it with you"),
      h("p", { class: "quiet-text" }, "All of it, in one readable file."),
      save,
    ),
    h(
      "article",
      { class: "panel" },
      h("h3", {}, "Forget it"),
      h("p", { class: "quiet-text" }, "Your basket stays; what the window knows of you goes."),
      erase,
      dialog,
    ),
  );
}
