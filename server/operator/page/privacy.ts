import type { Budget, PlanOverview, TaskOverview } from "../api.ts";
import { bar, h } from "./dom.ts";
import { count, counted, figure } from "./words.ts";

const MODES = {
  A: {
    title: "Mode A: two operators",
    words:
      "The helper belongs to somebody else. As long as one of the two keeps its half to itself, nobody, neither operator included, can read a single report.",
  },
  B: {
    title: "Mode B: one operator, two processes",
    words:
      "Leader and helper are yours, with keys and stores of their own. That guards against a leak of one of them and against curiosity. It does not guard against you: whoever runs both could put the halves together.",
  },
  C: {
    title: "Mode C: one server",
    words:
      "This server opens every report. What guards a report from it, and from you, is the noise that its browser has added, and nothing else: no second half, and no crowd. Whoever shops here should be told so.",
  },
} as const;

/** Against whom the budget counts, and what it covers. */
const COVERS = {
  sums: "All that one browser’s reports of this task can give away about it, through the opened sums and every model made of them.",
  reports:
    "All that one browser’s reports of this task can give away about it to this server, which reads each of them, and so also through sums and models.",
} as const;

const TOKENS = {
  none: "Each report brings a token that any browser is given for the asking. That stops replays, and not many fakes.",
  pow: "Each report brings a token that a browser is given for some work. That stops replays, and makes fakes cost something.",
  "shop-session":
    "Each report brings a token that is given to sessions which the shop’s server vouches for. That stops replays, and leaves as many fakes as the shop vouches for.",
} as const;
const NO_TOKENS = "Reports bring no tokens: nothing tells one browser that sends many from many browsers.";

const term = (name: string, value: string, words: string): Node[] => [
  h("dt", {}, name),
  h("dd", {}, h("strong", {}, value), ` ${words}`),
];

function spending(budget: Budget, plan: PlanOverview): HTMLElement {
  const { noiseMultiplier, devices, trustMode, epsilonReaders } = plan;
  const { epsilonSpent, epsilonMost, epsilonEach, reportsSpent, reportsMost, delta } = budget;
  const left = reportsMost - reportsSpent;
  return h(
    "article",
    { class: "panel" },
    h("h3", {}, "Epsilon, spent and left"),
    bar(epsilonMost === 0 ? 0 : epsilonSpent / epsilonMost),
    h(
      "dl",
      {},
      ...term(
        "Spent",
        figure(epsilonSpent),
        `by a browser that sent ${counted(reportsSpent, "report")}, the most that any can have sent so far.`,
      ),
      ...term(
        "Left",
        counted(left, "report"),
        left === 0
          ? "for such a browser: it takes no further part."
          : `a browser, up to epsilon ${figure(epsilonMost)} in all.`,
      ),
      ...term(
        "One report",
        figure(epsilonEach),
        `by noise of ${noiseMultiplier} times what it can change, at a delta of ${delta}, made for ${count(devices)} devices.`,
      ),
      ...(trustMode === "C"
        ? term(
            "To readers",
            figure(epsilonReaders),
            "by all reports of a browser, for whoever sees models and sums and no report: the others’ noise guards it as well, as far as the others are real. The figures above are this server’s.",
          )
        : []),
    ),
  );
}

/** What epsilon covers here and what it does not, and who could read what. */
export function privacy({ plan, budget }: TaskOverview): HTMLElement {
  if (plan === null || budget === null)
    return h("p", { class: "panel" }, "There is no plan yet, so nothing has been spent.");
  const mode = MODES[plan.trustMode];
  return h(
    "div",
    { class: "pair" },
    spending(budget, plan),
    h(
      "article",
      { class: "panel" },
      h("h3", {}, "What that covers"),
      h("p", {}, plan.trustMode === "C" ? COVERS.reports : COVERS.sums),
      h("h4", {}, "What it does not"),
      h(
        "ul",
        { class: "bullets" },
        h("li", {}, "The catalogue, where it was built from an order history."),
        h("li", {}, "That a browser took part, and its IP address, which whoever receives the connection sees."),
        h("li", {}, "A shopper who clears the browser’s storage: the count begins again."),
      ),
    ),
    h(
      "article",
      { class: "panel" },
      h("h3", {}, mode.title),
      h("p", {}, mode.words),
      h("h4", {}, "Who is let in"),
      h("p", {}, plan.attestation === null ? NO_TOKENS : TOKENS[plan.attestation]),
      h(
        "p",
        { class: "quiet-text" },
        plan.helper === null ? `Server ${plan.leader}.` : `Leader ${plan.leader}, helper ${plan.helper}.`,
      ),
    ),
  );
}
