/**
 * collecting: takes reports. closing: takes no more, and adds up those it has. noised: this aggregator's share is kept with its noise in it,
 * and goes out as it is from now on. opened: the noised sum is known. published: a model came of it. abandoned: nothing is, nor ever will be, opened.
 */
export type Phase = "collecting" | "closing" | "noised" | "opened" | "published" | "abandoned";

export interface Round {
  readonly phase: Phase;
  /** Reports acknowledged (leader) or seen (helper). */
  readonly received: number;
  /** Reports in the partial sum. */
  readonly count: number;
  /** Of the reports in the sum, once it is noised. */
  readonly setHash: string | null;
}

export type Message =
  | { readonly tag: "receive"; readonly reports: number }
  | { readonly tag: "add"; readonly reports: number }
  | { readonly tag: "close" }
  | { readonly tag: "noise"; readonly count: number; readonly setHash: string }
  | { readonly tag: "open" }
  | { readonly tag: "publish" }
  | { readonly tag: "abandon" };

/** What the plan allows. */
export interface Limits {
  readonly leastReports: number;
  readonly largestBatch: number;
}

export const NEW_ROUND: Round = { phase: "collecting", received: 0, count: 0, setHash: null };

/** The round after this message; undefined where it may not happen to a round in this state. Pure: whoever keeps the round keeps the answer, in the same transaction as its cause. */
export function step(round: Round, message: Message, limits: Limits): Round | undefined {
  const { phase, received, count } = round;
  switch (message.tag) {
    case "receive":
      if (phase !== "collecting" || received + message.reports > limits.largestBatch) return undefined;
      return { ...round, received: received + message.reports };
    case "add":
      if ((phase !== "collecting" && phase !== "closing") || count + message.reports > received) return undefined;
      return { ...round, count: count + message.reports };
    case "close":
      return phase === "collecting" ? { ...round, phase: "closing" } : undefined;
    case "noise":
      if (phase !== "closing" || message.count !== count || count < limits.leastReports) return undefined;
      return { ...round, phase: "noised", setHash: message.setHash };
    case "open":
      return phase === "noised" ? { ...round, phase: "opened" } : undefined;
    case "publish":
      return phase === "opened" ? { ...round, phase: "published" } : undefined;
    case "abandon":
      return phase === "collecting" || phase === "closing" || phase === "noised"
        ? { ...round, phase: "abandoned" }
        : undefined;
    default:
      return message satisfies never;
  }
}
