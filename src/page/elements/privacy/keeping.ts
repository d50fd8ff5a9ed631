import type { Done } from "../../api.ts";
import { asking } from "./asking.ts";
import { button, h } from "./dom.ts";
import { LEAST_PASSPHRASE, plain } from "./sealed.ts";
import { notDone, type View } from "./view.ts";
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
    const passphrase = plain(pass.input.value);
    if ([...passphrase].length < least) return say("pass_short", { least });
    if (passphrase !== plain(repeat.input.value)) return say("pass_other");
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
    const { imported, reason } = await inkling.import(read.file);
    if (reason === "request") return say((await keepsNothing(view)) ? "keeps_nothing" : "bad_file");
    if (reason !== "ok") return notDone(view, reason);
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

/** A button that does nothing more until it is done. */
function act(view: View, key: "save" | "seal" | "take", work: () => Promise<string | undefined>): HTMLElement {
  let works = false;
  const press = (): void => {
    if (works) return;
    works = true;
    view.act(() =>
      work().finally(() => {
        works = false;
      }),
    );
  };
  return h("div", { class: "acts" }, button(key, view.say(key), press));
}

export const forgetting = (view: View): Node[] => [
  ...sure(view, "afresh", () => view.inkling.startAfresh()),
  ...sure(view, "erase", () => view.inkling.erase()),
];

function field(words: string, attributes: Readonly<Record<string, string>>) {
  const input = h("input", { part: "field", ...attributes });
  return { input, label: h("label", { class: "field" }, words, input) };
}

/** A file is refused as well where nothing of it would be kept. */
async function keepsNothing({ inkling }: View): Promise<boolean> {
  const { engine } = await inkling.status();
  return engine?.paused === true || engine?.storage.state !== "indexeddb";
}

/** Saves all that is kept; undefined once it is done. */
async function save(view: View, passphrase?: string): Promise<string | undefined> {
  const { file, reason } = await view.inkling.export();
  if (reason !== "ok") return notDone(view, reason);
  await (await view.files()).saveFile(file!, passphrase);
  return undefined;
}

function sure(view: View, key: "afresh" | "erase", work: () => Promise<Done>): Node[] {
  const words: WordKey = `${key}_words`;
  const first: HTMLElement = button(key, view.say(key), () => ask(), { "aria-describedby": words });
  const { place, ask } = asking(view, key, first, [h("div", { class: "acts" }, first)], async () => {
    const { reason } = await work();
    return reason === "ok" ? undefined : notDone(view, reason);
  });
  return [h("p", { id: words }, view.say(words)), place];
}
