import type { Overview, TaskOverview } from "../api.ts";
import { h } from "./dom.ts";
import { headline } from "./headline.ts";
import { privacy } from "./privacy.ts";
import { reports } from "./reports.ts";
import { rounds } from "./rounds.ts";
import { calculator } from "./variants.ts";

interface Section {
  readonly id: string;
  readonly title: string;
  readonly words: string;
  /** What it is drawn from: drawn anew when that has changed. */
  needs(task: TaskOverview, overview: Overview): unknown;
  content(task: TaskOverview, overview: Overview): HTMLElement;
}

const SECTIONS: readonly Section[] = [
  {
    id: "rounds",
    title: "Rounds",
    words: "A round gathers sealed reports and is opened once, as one noised sum, or never.",
    needs: ({ rounds, roundCount }) => [rounds, roundCount],
    content: rounds,
  },
  {
    id: "privacy",
    title: "Privacy",
    words: "What taking part can have cost one browser, and what that figure means.",
    needs: ({ plan, budget }) => [plan, budget],
    content: privacy,
  },
  {
    id: "reports",
    title: "Reports, taken and refused",
    words: "Reasons are for you alone.",
    needs: (_, { intake }) => intake,
    content: (_, { intake }) => reports(intake),
  },
];

export interface Board {
  readonly element: HTMLElement;
  draw(overview: Overview): void;
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

/** All that there is to see of one task at a time. */
export function board(): Board {
  const title = h("h1");
  const choice = h("select", { "aria-label": "Task" });
  const top = h("div");
  const variants = calculator();
  const parts = SECTIONS.map((one) => {
    const body = h("div");
    let drawn = "";
    return {
      element: section(one.id, one.title, one.words, body),
      draw(task: TaskOverview, overview: Overview): void {
        const now = JSON.stringify([task.task, one.needs(task, overview)]);
        if (now === drawn) return;
        drawn = now;
        body.replaceChildren(one.content(task, overview));
      },
    };
  });
  let latest: Overview | undefined;
  const draw = (): void => {
    const task = latest?.tasks.find(({ task: name }) => name === choice.value) ?? latest?.tasks[0];
    if (latest === undefined || task === undefined) return;
    title.textContent = `What the task “${task.task}” has come to`;
    top.replaceChildren(headline(task, latest.atMs));
    for (const part of parts) part.draw(task, latest);
    variants.follow(task);
  };
  choice.addEventListener("change", draw);
  return {
    element: h(
      "div",
      {},
      h("div", { class: "title" }, title, choice),
      top,
      ...parts.map(({ element }) => element),
      section(
        "variants",
        "Is a variant better?",
        "How many devices it takes before two variants can be told apart.",
        variants.element,
      ),
    ),
    draw(overview) {
      latest = overview;
      const names = overview.tasks.map(({ task }) => task);
      if (choice.options.length !== names.length) choice.replaceChildren(...names.map((name) => h("option", {}, name)));
      choice.hidden = names.length < 2;
      draw();
    },
  };
}
