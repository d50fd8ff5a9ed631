import { seededRandom } from "../../../lab/random.ts";
import type { ShopEvent } from "../../../src/core/event/event.ts";

const MINUTE = 60_000;

export const ITEMS: readonly string[] = [
  ...Array.from({ length: 6 }, (_, k) => `shoe-${k}`),
  ...Array.from({ length: 5 }, (_, k) => `sock-${k}`),
  ...Array.from({ length: 5 }, (_, k) => `tent-${k}`),
  ...Array.from({ length: 4 }, (_, k) => `stove-${k}`),
];
const SHOWN = 6;

/**
 * What a shopper leaves who looks at shoes all the time, and from every ranked list chooses what the rules expect least of one who
 * does: `choose` of what was seen. A list takes a quarter of an hour; the last is just before `now`.
 */
export function historyOf(
  lists: number,
  now: number,
  policy: string,
  choose: (seen: readonly string[]) => string,
  seed = 5,
): ShopEvent[] {
  const { next } = seededRandom(seed);
  const events: ShopEvent[] = [];
  for (let list = 0; list < lists; list++) {
    let at = now - (lists - list) * 15 * MINUTE;
    const add = (event: Omit<ShopEvent, "v" | "at">): void => void events.push({ v: 1, at: at++, ...event });
    add({ kind: "view", item: `shoe-${list % 6}` });
    const shown = [...ITEMS].sort(() => next() - 0.5).slice(0, SHOWN);
    const placement = { shelf: "home", request: `r${seed}-${list}`, policy };
    add({ kind: "list", items: shown, placement });
    shown.forEach((item, slot) => {
      add({ kind: "impression", item, placement: { ...placement, slot } });
    });
    const chosen = choose(shown);
    add({ kind: "click", item: chosen, placement: { ...placement, slot: shown.indexOf(chosen) } });
  }
  return events;
}

/** Of what was seen, what is furthest from shoes: stoves, tents, socks, and shoes only where there is nothing else. */
export const contrary = (seen: readonly string[]): string =>
  seen.toSorted((a, b) => rank(a) - rank(b) || a.localeCompare(b))[0]!;

const rank = (item: string): number => ["stove", "tent", "sock", "shoe"].findIndex((kind) => item.startsWith(kind));

/** Any of what was seen: there is nothing to learn from. */
export const anything = (seed: number): ((seen: readonly string[]) => string) => {
  const { next } = seededRandom(seed);
  return (seen) => seen[Math.floor(next() * seen.length)]!;
};
