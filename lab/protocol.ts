/** One question of an evaluation: what a shopper did, and what came next. */
export interface Case {
  /** Number of the user or session that the question came from: a bootstrap draws them as a whole. */
  readonly shopper: number;
  /** Items in time order, by the dataset's ids. */
  readonly history: readonly string[];
  readonly target: string;
}

/** A dataset under a protocol: what the pack may learn from, and what is asked of it. */
export interface Protocol {
  readonly name: "leave-one-out" | "next-item";
  /** One list of items a shopper or session, in time order: the training part. */
  readonly training: readonly (readonly string[])[];
  readonly cases: readonly Case[];
  /** Whether the shopper's own earlier items are left out of the ranking. */
  readonly maskHistory: boolean;
  /** Time between two events, and from the last to the question, in milliseconds: the files have only an order. */
  readonly stepMs: number;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

export type Split = "validation" | "test";

/**
 * Leave-one-out: the last item of each user is the test target, the one before it the validation target, the rest is
 * training. At test time the input is everything but the last item. Users with fewer than three items only train.
 */
export function leaveOneOut(sequences: readonly (readonly string[])[], split: Split): Protocol {
  const back = split === "test" ? 1 : 2;
  const cases = sequences.flatMap((items, shopper) =>
    items.length >= 3 ? [{ shopper, history: items.slice(0, -back), target: items.at(-back)! }] : [],
  );
  return {
    name: "leave-one-out",
    training: sequences.map((items) => (items.length >= 3 ? items.slice(0, -2) : items)),
    cases,
    maskHistory: true,
    stepMs: DAY_MS,
  };
}

/**
 * Next item in a session. On "test" the questions are the test file's; on "validation" every twentieth training session
 * is held out and every prefix of it asked.
 */
export function nextItem(training: readonly (readonly string[])[], test: readonly Case[], split: Split): Protocol {
  const heldOut = (index: number): boolean => split === "validation" && index % 20 === 0;
  return {
    name: "next-item",
    training: training.filter((_, index) => !heldOut(index)),
    cases: split === "test" ? test : training.flatMap((items, index) => (heldOut(index) ? prefixes(items, index) : [])),
    maskHistory: false,
    stepMs: MINUTE_MS,
  };
}

/** Every step of a session as a question. */
export function prefixes(items: readonly string[], shopper: number): Case[] {
  return items.slice(1).map((target, index) => ({ shopper, history: items.slice(0, index + 1), target }));
}
