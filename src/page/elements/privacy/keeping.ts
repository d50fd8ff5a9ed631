import { button, h } from "./dom.ts";
import { LEAST_PASSPHRASE } from "./sealed.ts";
import type { View } from "./view.ts";
import type { WordKey } from "./words.ts";

/** Export and import. Drawn once: what is typed here stays. */
export function keeping(view: View): Node[] {
  const { say, inkling } = view;
  const least = LEAST_PASSPHRASE;
  const pass = field(say("pass", { least }), { type: "password", autocomplete: "new-password" });
  const repeat = field(say("repeat"), { type: "password", autocomplete: "new-password" });
  const file = field(say("take"), { type: "file", accept: ".json,application/json" });
  const filePass = field(say("take_pass"), { type: "password", autocomplete: "off" });
  const canSeal = globalThis.crypto?.subtle !== undefined;

  const saveSealed = async (): Promise<string | undefined> => {
    const passphrase = pass.input.value;
    if (passphrase.length < least) return say("pass_short", { least });
    if (passphrase !== repeat.input.value) return say("pass_other");
    const problem = await save(view, passphrase);
    if (problem === undefined) for (const { input } of [pass, repeat]) input.value = "";
    return problem;
  };
  const take = async (): Promise<string | undefined> => {
    const [given] = file.input.files ?? [];
    if (given === undefined) return say("bad_file");
    const { openFile } = await view.files();
    const read = await openFile(given, filePass.input.value);
    if (typeof read === "string") return say(read);
    const { imported, reason, message } = await inkling.import(read.file);
    if (reason === "request") return `${say("bad_file")} ${message ?? ""}`;
    if (reason !== "ok") return say("not_done", { why: message ?? reason });
    file.input.value = filePass.input.value = "";
    return say("taken", { count: imported });
  };
  return [
    h("p", {}, say("keeping_words")),
    act(view, "save", () => save(view)),
    ...(canSeal ? [pass.label, repeat.label, act(view, "seal", saveSealed)] : [h("p", {}, say("no_crypto"))]),
    filePass.label,
    file.label,
    act(view, "take", take),
  ];
}

const act = (view: View, key: "save" | "seal" | "take", work: () => Promise<string | undefined>): HTMLElement =>
  h(
    "div",
    { class: "acts" },
    button(key, view.say(key), () => view.act(work)),
  );

export const forgetting = (view: View): Node[] => [
  ...sure(view, "afresh", () => view.inkling.startAfresh()),
  ...sure(view, "erase", () => view.inkling.erase()),
];

function field(words: string, attributes: Readonly<Record<string, string>>) {
  const input = h("input", { part: "field", ...attributes });
  return { input, label: h("label", { class: "field" }, words, input) };
}

/** Saves all that is kept; undefined once it is done. */
async function save(view: View, passphrase?: string): Promise<string | undefined> {
  const { file, reason, message } = await view.inkling.export();
  if (file === undefined) return view.say("not_done", { why: message ?? reason });
  await (await view.files()).saveFile(file, passphrase);
  return undefined;
}

/** A button that asks again before it does what cannot be undone. */
function sure(view: View, key: "afresh" | "erase", work: () => Promise<{ reason: string; message?: string }>): Node[] {
  const { say } = view;
  const ask = h("div", { class: "acts", role: "group", "aria-label": say("sure") });
  const first = button(key, say(key), () => draw(true), { "aria-describedby": `${key}-words` });
  const draw = (asks: boolean): void => {
    const yes = button(`${key}-yes`, say("yes"), () =>
      view.act(async () => {
        draw(false);
        const { reason, message } = await work();
        return reason === "ok" ? undefined : say("not_done", { why: message ?? reason });
      }),
    );
    const no = button(`${key}-no`, say("no"), () => draw(false));
    ask.replaceChildren(...(asks ? [h("strong", {}, say("sure")), yes, no] : [first]));
    (asks ? no : first).focus();
  };
  ask.append(first);
  const words: WordKey = `${key}_words`;
  return [h("p", { id: `${key}-words` }, say(words)), ask];
}
