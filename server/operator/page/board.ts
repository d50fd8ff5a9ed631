import type { ModelOverview } from "../models-api.ts";
import { button, h } from "./dom.ts";
import { headline } from "./headline.ts";
import { models } from "./models.ts";
import { privacy } from "./privacy.ts";
import { reports } from "./reports.ts";
import { rounds } from "./rounds.ts";
import type { Seen } from "./seen.ts";
import { calculator } from "./variants.ts";

/** What the board may ask of the page. */
export interface Acts {
  /** The task that is looked at is another one. */
  choose(task: string): void;
  pause(task: string, paused: boolean): void;
  rollBack(task: string, model: ModelOverview): void;
}

interface Section {
  readonly id: string;
  readonly title: string;
  readonly words: string;
  /** What it is drawn from: drawn anew when that has changed. */
  needs(seen: Seen): unknown;
  content(seen: Seen, acts: Acts): HTMLElement;
}

const SECTIONS: readonly Section[] = [
  {
    id: "models",
    title: "Models",
    words: "What devices rank with, and how well it ranks.",
    needs: ({ task, models }) => [models.models, models.current, models.canary, task.rounds],
    content: ({ task, models: known }, { rollBack }) => models(task, known, (model) => rollBack(task.task, model)),
  },
  {
    id: "rounds",
    title: "Rounds",
    words: "A round gathers sealed reports and is opened once, in noised sums, or never.",
    needs: ({ task }) => [task.rounds, task.roundCount],
    content: ({ task }) => rounds(task),
  },
  {
    id: "privacy",
    title: "Privacy",
    words: "What taking part can have cost one browser, and what that figure means.",
    needs: ({ task }) => [task.plan, task.budget],
    content: ({ task }) => privacy(task),
  },
  {
    id: "reports",
    title: "Reports, taken and refused",
    words: "Reasons are for you alone.",
    needs: ({ overview }) => overview.intake,
    content: ({ overview }) => reports(overview.intake),
  },
];

export interface Board {
  readonly element: HTMLElement;
  draw(seen: Seen): void;
}

const section = (id: string, title: string, words: string, body: HTMLElement): HTMLElement =>
  h(
    "section",
    { id, "aria-labelledby": `${id}-title` },
    h(
      "div",
      { class: "section-head" },
      h("h2", { id: `${id}-title` }, title),
      h("p", { class: "section-words" }, words),
    ),
    body,
  );

/** A section that is drawn anew only when it would look otherwise, so that focus and charts stay where they are. */
function part(one: Section, acts: Acts): Board {
  const body = h("div");
  let drawn = "";
  return {
    element: section(one.id, one.title, one.words, body),
    draw(seen) {
      const now = JSON.stringify([seen.task.task, one.needs(seen)]);
      if (now === drawn) return;
      drawn = now;
      body.replaceChildren(one.content(seen, acts));
    },
  };
}

/** All that there is to see of one task at a time. */
export function board(acts: Acts): Board {
  const title = h("h1");
  const choice = h("select", { "aria-label": "Task" });
  const top = h("div");
  const variants = calculator();
  const parts = SECTIONS.map((one) => part(one, acts));
  let latest: Seen | undefined;
  const toggle = button("Pause", "button quiet", () => {
    if (latest !== undefined) acts.pause(latest.task.task, !latest.models.paused);
  });
  choice.addEventListener("change", () => acts.choose(choice.value));
  const words = "How many devices it takes before two variants can be told apart.";
  return {
    element: h(
      "div",
      {},
      h("div", { class: "title" }, title, h("div", { class: "title-acts" }, choice, toggle)),
      top,
      ...parts.map(({ element }) => element),
      section("variants", "Is a variant better?", words, variants.element),
    ),
    draw(seen) {
      latest = seen;
      const names = seen.overview.tasks.map(({ task }) => task);
      if (choice.options.length !== names.length) choice.replaceChildren(...names.map((name) => h("option", {}, name)));
      choice.value = seen.task.task;
      choice.hidden = names.length < 2;
      title.textContent = `What devices taught: the task “${seen.task.task}”`;
      toggle.textContent = seen.models.paused ? "Go on with rounds" : "Pause rounds";
      top.replaceChildren(headline(seen));
      for (const one of parts) one.draw(seen);
      variants.follow(seen.task);
    },
  };
}
