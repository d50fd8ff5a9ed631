import { FetchError } from "../../src/core/errors.ts";
import { DeclinedError } from "./declined.ts";

/** What was asked for, or why there is none. */
export type Tried<T> =
  | { readonly ok: true; readonly done: T }
  | {
      readonly ok: false;
      readonly done?: undefined;
      readonly outcome: "declined" | "unreachable";
      readonly why: string;
    };

/** Runs what other parties may spoil: what they say is no reason to break, nor is that they cannot be reached. */
export async function tried<T>(work: () => Promise<T>): Promise<Tried<T>> {
  try {
    return { ok: true, done: await work() };
  } catch (error) {
    if (error instanceof DeclinedError) return { ok: false, outcome: "declined", why: error.message };
    if (error instanceof FetchError) return { ok: false, outcome: "unreachable", why: error.message };
    throw error;
  }
}
