import type { ContributionStatus, SentReport } from "inkling";
import { percent } from "./words.ts";

/** Contributing, in a shopper's words. */

const FATES: Readonly<Record<SentReport["fate"], string>> = {
  waiting: "Waits for a quiet moment",
  accepted: "Arrived",
  rejected: "Not taken",
  late: "Its round was over",
  cancelled: "Called off by you",
};
export const fate = (report: SentReport): string => FATES[report.fate];

interface Telling {
  readonly title: string;
  readonly lines: readonly string[];
}

/** What guards a lesson, and from whom. */
const sealedAs = (mode: SentReport["trustMode"]) =>
  mode === "C"
    ? {
        next: "with noise that this device adds; the shop’s server can read it, with that noise",
        sent: "This device added noise to each. The shop’s server can read every one of them, and no more than that noise lets it.",
      }
    : {
        next: "sealed in two halves of which each is noise",
        sent: "Each was sealed in two halves, and is only ever read in a sum with those of others.",
      };

/** What the tag's `data-federation` says, in this shop's own words; B where it does not say, as Inkling has it. */
export function modeOf(federation: string | undefined): SentReport["trustMode"] {
  const { trustMode = "B" } = JSON.parse(federation ?? "{}");
  return trustMode;
}

const lessons = (count: number): string => (count === 1 ? "one lesson" : `${count} lessons`);

/** What was given, and how much of what this device may ever give. `mode`: of what it gives next, as the page says. */
export function given(
  status: ContributionStatus | undefined,
  mode: SentReport["trustMode"],
): Telling & { readonly share?: number } {
  if (status === undefined || (status.state === "off" && status.spentMicroRho === 0))
    return {
      title: "Nothing given",
      lines: ["Nothing has left this device, and nothing will while “Help the shop learn” is off."],
    };
  const { spentMicroRho, leftMicroRho, reports, state } = status;
  const share = spentMicroRho / (spentMicroRho + leftMicroRho);
  const arrived = reports.filter((report) => report.fate === "accepted").length;
  const budget = `${percent(share)} of what this device may give in its life is spent. Then it stops by itself.`;
  if (state === "off") return { title: "No longer helping", lines: ["Nothing more is sent.", budget], share };
  if (arrived === 0)
    return {
      title: "Ready to help",
      lines: [`The next lesson leaves in a quiet moment, ${sealedAs(mode).next}.`, budget],
      share,
    };
  const title = `Gave ${lessons(arrived)}`;
  return {
    title,
    lines: [sealedAs(reports[0]?.trustMode ?? mode).sent, budget],
    share,
  };
}

/** What came back of what all gave. */
export function ranksWith(status: ContributionStatus | undefined): Telling {
  const model = status?.model;
  switch (model?.state) {
    case "accepted":
      return {
        title: `Ranks with version ${model.version ?? ""}`,
        lines: [
          `The model that the shop made of everybody’s lessons${model.canary ? ", which a few devices try first" : ""}.`,
          model.heldOut === undefined || model.heldOut === 0
            ? "This device has no choices of its own yet to try it on."
            : `It makes your ${model.heldOut} latest choices, which it never saw, ${percent(Math.expm1(model.gain ?? 0))} likelier on average.`,
        ],
      };
    case "loading":
      return {
        title: `Version ${model.version ?? ""} is on its way`,
        lines: ["This device will rank with the model that the shop made of everybody’s lessons in a moment."],
      };
    case "kept back":
      return {
        title: `Version ${model.version ?? ""} is kept back`,
        lines: [
          "What you chose yourself speaks against the model that the shop made of everybody’s lessons, so this device goes on without it.",
        ],
      };
    default:
      return {
        title: "Nothing has come back yet",
        lines: [
          "Once enough devices have helped, the shop makes a model of their lessons, and this device ranks with it.",
        ],
      };
  }
}
