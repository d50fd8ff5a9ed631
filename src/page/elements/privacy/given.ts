import { epsilonOfRho } from "../../../core/privacy/accountant/zcdp.ts";
import { h } from "./dom.ts";
import type { Known } from "./known.ts";
import { bar, percent, type View, when } from "./view.ts";

const MICRO = 1e6;
/** Of the epsilon that stands beside the budget: the chance, at most, of more than it says. */
const DELTA = 1e-6;
const SHOWN = 20;

/** What left the device, and how much of its budget it cost. */
export function given(view: View, { status }: Known): Node[] {
  const { say, locale } = view;
  const { spentMicroRho, leftMicroRho, reports, tokens } = status.engine!.contribution;
  const life = spentMicroRho + leftMicroRho;
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const epsilon = (microRho: number): string =>
    number.format(microRho === 0 ? 0 : epsilonOfRho(microRho / MICRO, DELTA));
  const [spent, left] = [spentMicroRho, leftMicroRho].map((part) => percent(view, part / life));
  const none = spentMicroRho > 0 ? "given_erased" : "given_none";
  return [
    reports.length === 0 && (tokens === 0 || spentMicroRho > 0)
      ? h("p", {}, say(none))
      : h(
          "ul",
          {},
          ...reports.slice(0, SHOWN).map(({ at, round, bytes, to, fate }) =>
            h(
              "li",
              { part: "report" },
              say("report", {
                when: when(view, at),
                round,
                bytes: number.format(bytes),
                to,
                fate: say(fate),
              }),
            ),
          ),
        ),
    ...(reports.some(({ trustMode }) => trustMode === "C") ? [h("p", {}, say("one_server"))] : []),
    ...(tokens > 0 ? [h("p", {}, say("tokens", { count: number.format(tokens) }))] : []),
    h("p", {}, say("budget", { spent: spent!, left: left!, epsilon: epsilon(spentMicroRho), most: epsilon(life) })),
    bar(spentMicroRho / life),
    h("p", { class: "quiet" }, say("reset")),
    h("p", { class: "quiet" }, say("outside")),
  ];
}
