import { RequestError } from "../errors.ts";
import { readFields } from "../event/fields.ts";
import type { Steering, SteeringChange, Wish } from "./protocol.ts";

/** Wishes that a device keeps, and the characters that all of them may have together as they are kept. */
export const STEERING_LIMITS = { wishes: 100, characters: 4_000, nameLength: 300 } as const;

const WISHES: readonly unknown[] = ["more", "less", "never"] satisfies Wish[];
const ABOUT: readonly unknown[] = ["item", "category", "brand"] satisfies Steering["about"][];

/** Wishes as lines that a person can read, the newest first: "never category Shoes > Running". What is none is left out. */
export function readSteering(lines: readonly string[]): readonly Steering[] {
  return lines.flatMap((line) => {
    const [wish, about, ...rest] = line.split(" ");
    return parse({ wish, about, name: rest.join(" ") }) ?? [];
  });
}

/** The lines after a change: one wish for each name, "none" takes it back. Throws RequestError for anything else, and where there is no room. */
export function changeSteering(lines: readonly string[], change: unknown): readonly string[] {
  const { wish, ...named } = readFields(change) ?? {};
  const asked = parse({ ...named, wish: wish === "none" ? "more" : wish });
  if (asked === undefined)
    throw new RequestError(
      `steer takes {wish: "more", "less", "never" or "none", about: "item", "category" or "brand", name} with a name of at most ${STEERING_LIMITS.nameLength} characters`,
    );
  const others = readSteering(lines).filter(({ about, name }) => about !== asked.about || name !== asked.name);
  const wishes = wish === "none" ? others : [asked, ...others];
  const changed = wishes.map(lineOf);
  if (!fits(changed)) throw new RequestError("there is no room for another wish: take one back first");
  return changed;
}

/** With the wishes of an export about what nothing is wished for here, as far as there is room. */
export function importSteering(lines: readonly string[], given: unknown): readonly string[] {
  const texts = Array.isArray(given) ? given.filter((line) => typeof line === "string") : [];
  let merged = lines;
  for (const wish of readSteering(texts.slice(0, STEERING_LIMITS.wishes))) {
    const known = readSteering(merged).some(({ about, name }) => about === wish.about && name === wish.name);
    const more = known ? merged : [...merged, lineOf(wish)];
    if (fits(more)) merged = more;
  }
  return merged;
}

const lineOf = ({ wish, about, name }: Steering): string => `${wish} ${about} ${name}`;

const fits = (lines: readonly string[]): boolean =>
  lines.length <= STEERING_LIMITS.wishes && JSON.stringify(lines).length <= STEERING_LIMITS.characters;

function parse({ wish, about, name }: Readonly<Partial<Record<keyof SteeringChange, unknown>>>): Steering | undefined {
  const named = typeof name === "string" && name !== "" && name.length <= STEERING_LIMITS.nameLength;
  // Each was found among its own.
  return named && WISHES.includes(wish) && ABOUT.includes(about) ? ({ wish, about, name } as Steering) : undefined;
}
