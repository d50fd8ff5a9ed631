import type { ModelOverview, TaskModels } from "../models-api.ts";
import { modelsOf, overview, pause, type Reply, rollBack } from "./ask.ts";
import { board } from "./board.ts";
import { confirm } from "./confirm.ts";
import { h } from "./dom.ts";
import type { Seen } from "./seen.ts";
import { time } from "./words.ts";

const EVERY_MS = 4_000;

export interface Watch {
  readonly elements: readonly HTMLElement[];
  /** How fresh the page is. */
  readonly state: HTMLElement;
  stop(): void;
}

/** Keeps the board fresh while somebody looks; `ended` is called where the session is none any more. */
export function watch(ended: () => void): Watch {
  const state = h("p", { class: "fresh", role: "status" });
  const failing = h("p", { class: "panel problem", role: "alert", hidden: true });
  // Until the board with its own is there.
  const heading = h("h1", { class: "hidden" }, "What devices taught");
  const place = h("div", {}, heading, h("p", { class: "panel" }, "Asking the server…"));
  let chosen: string | undefined;
  let since: number | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let turn = 0;

  /** Asks now; an answer that a later question has overtaken is dropped. */
  const look = async (): Promise<void> => {
    const mine = ++turn;
    clearTimeout(timer);
    const reply = await seen(chosen);
    if (mine !== turn) return;
    if ("value" in reply) {
      since = undefined;
      failing.hidden = true;
      state.textContent = `As of ${time(reply.value.overview.atMs)}`;
      shown.draw(reply.value);
      if (!shown.element.isConnected) place.replaceChildren(shown.element);
    } else if (reply.problem === "refused") {
      stop();
      return ended();
    } else tell();
    timer = setTimeout(again, EVERY_MS);
  };
  const tell = (): void => {
    since ??= Date.now();
    const older = shown.element.isConnected ? " What stands below is older." : "";
    failing.textContent = `The server has not answered since ${time(since)}. It is asked again every few seconds.${older}`;
    failing.hidden = false;
    if (!shown.element.isConnected) place.replaceChildren(heading);
  };
  const again = (): void => {
    if (document.visibilityState === "visible") void look();
  };
  const stop = (): void => {
    turn++;
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", again);
  };
  const done = async (act: Promise<Reply<TaskModels>>): Promise<void> => {
    const reply = await act;
    await look();
    if (!("problem" in reply)) return;
    failing.textContent =
      reply.problem === "gone" ? "Devices do not rank with that model any more." : "That was not done: try again.";
    failing.hidden = false;
  };
  const shown = board({
    choose(task) {
      chosen = task;
      void look();
    },
    pause: (task, paused) => void done(pause({ task, paused })),
    rollBack: (task, { version, hash }: ModelOverview) =>
      confirm(
        `Roll back version ${version}?`,
        "Devices go back to the model before it as soon as they look. It is withdrawn for good, and the public log says so.",
        "Roll back",
        () => void done(rollBack({ task, model: hash })),
      ),
  });
  document.addEventListener("visibilitychange", again);
  void look();
  return { elements: [failing, place], state, stop };
}

async function seen(chosen: string | undefined): Promise<Reply<Seen>> {
  const known = await overview();
  if ("problem" in known) return known;
  const { tasks } = known.value;
  const task = tasks.find((one) => one.task === chosen) ?? tasks[0];
  if (task === undefined) return { problem: "away" };
  const models = await modelsOf(task.task);
  return "problem" in models ? models : { value: { overview: known.value, task, models: models.value } };
}
