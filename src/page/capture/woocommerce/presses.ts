import type { Fields } from "../../../core/event/fields.ts";

/** An event that names no button means a press within so long. */
const PRESS_MS = 10_000;
/** One that names its button, a press of that within so long: a slower shop has refused, and what the button was about may have changed. */
const BUTTON_MS = 60_000;
const MAX_PRESSES = 20;

export type What = "add" | "remove";

/** What a button was about that the shopper pressed, or a form, until the cart says what came of it. */
interface Press {
  readonly what: What;
  readonly on: Element;
  readonly at: number;
  readonly lines: readonly Fields[];
}

/** Remembers what the shopper pressed: the cart's events say that something was added or removed, and seldom what. */
export interface Presses {
  add(what: What, on: Element, lines: readonly Fields[]): void;
  /** Forgets the press that such an event means, the earliest on its button, else the latest on any, and gives what it was about. */
  take(what: What, on?: unknown): readonly Fields[] | undefined;
}

export function createPresses(): Presses {
  let presses: readonly Press[] = [];
  return {
    add(what, on, lines) {
      presses = [...presses.slice(1 - MAX_PRESSES), { what, on, at: Date.now(), lines }];
    },
    take(what, on) {
      const those = (ms: number) => presses.filter((press) => press.what === what && Date.now() - press.at <= ms);
      const meant = those(BUTTON_MS).find((press) => press.on === on) ?? those(PRESS_MS).at(-1);
      presses = presses.filter((press) => press !== meant);
      return meant?.lines;
    },
  };
}
