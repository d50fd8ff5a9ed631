import type { RoundState } from "../api.ts";

/** The server's names in an operator's words. */

export const STATES: Readonly<Record<RoundState, string>> = {
  collecting: "Taking reports",
  closing: "Adding up",
  noised: "Waiting for the helper",
  opened: "Opened",
  published: "Made a model",
  abandoned: "Abandoned",
};

/** Why reports got the answer they got. */
const REASONS: Readonly<Record<string, string>> = {
  kept: "On the disk, and counted once",
  known: "Sent again: counted already",
  clash: "Another report has its number",
  closed: "Too late: its round takes no more",
  "unknown-plan": "Of a plan that is not followed here",
  early: "Before its round began",
  busy: "Too many at once",
  store: "The database did not answer",
  malformed: "Not a report, or cut short",
  version: "Of another version of the protocol",
  "too-large": "Too large",
  range: "A number out of its range",
  "wrong-round": "Of another round",
  token: "With a token, where none is asked for",
  "no-token": "Without a token",
  "bad-token": "Its token is none of this round",
  replayed: "Another report has used its token",
  boxes: "Sealed for other servers",
  key: "Sealed to an unknown key",
  "sealed-size": "Of another length than its plan asks for",
};
export const reasonWords = (reason: string): string => REASONS[reason] ?? reason;

const ANSWERS: Readonly<Record<string, string>> = {
  accepted: "Taken",
  "refetch-plan": "Sent away: another plan",
  "retry-later": "Asked to come again",
  rejected: "Refused",
};
export const answerWords = (answer: string): string => ANSWERS[answer] ?? answer;

export const count = (value: number): string => value.toLocaleString("en-GB");
export const figure = (value: number, digits = 2): string =>
  value.toLocaleString("en-GB", { minimumFractionDigits: digits, maximumFractionDigits: digits });
export const counted = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`;

const dated = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
const timed = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
export const date = (ms: number): string => dated.format(ms);
export const time = (ms: number): string => timed.format(ms);

const UNITS = [
  [86_400_000, "day"],
  [3_600_000, "hour"],
  [60_000, "minute"],
  [1_000, "second"],
] as const;

/** "3 minutes", in the largest unit that there is one of. */
export function duration(ms: number): string {
  const [unitMs, name] = UNITS.find(([unit]) => ms >= unit) ?? [1_000, "second"];
  return counted(Math.max(0, Math.round(ms / unitMs)), name);
}
