import { exactId, exactText } from "../event/exact.ts";
import { readFields } from "../event/fields.ts";
import type { RankRequest, ShelfKind } from "./protocol.ts";

/** Bounds on one rank request. */
export const RANK_LIMITS = { ids: 5_000, n: 1_000, boost: 10, textLength: 200 } as const;

const SHELF_KINDS: readonly ShelfKind[] = ["for-you", "similar", "goes-with", "recently-viewed", "popular"];

type Check = readonly [holds: (value: unknown) => boolean, expected: string];

const within = (value: unknown, min: number, max: number): boolean =>
  typeof value === "number" && value >= min && value <= max;
const isText = exactText(RANK_LIMITS.textLength);

const IDS: Check = [
  (value) => Array.isArray(value) && value.length <= RANK_LIMITS.ids && value.every(exactId),
  `an array of at most ${RANK_LIMITS.ids} ids, as text`,
];
const TEXT: Check = [(value) => isText(value) !== undefined, `text of at most ${RANK_LIMITS.textLength} characters`];

const CHECKS: Readonly<Record<keyof RankRequest, Check>> = {
  ids: IDS,
  category: TEXT,
  query: TEXT,
  slot: TEXT,
  n: [(value) => Number.isInteger(value) && within(value, 1, RANK_LIMITS.n), `1 to ${RANK_LIMITS.n}`],
  exclude: IDS,
  pin: IDS,
  boost: [
    (value) => Object.values(readFields(value) ?? [-1]).every((factor) => within(factor, 0, RANK_LIMITS.boost)),
    `factors of 0 to ${RANK_LIMITS.boost} by id`,
  ],
  kind: [(value) => SHELF_KINDS.some((kind) => kind === value), SHELF_KINDS.join(", ")],
  about: IDS,
  display: [(value) => typeof value === "boolean", "true or false"],
};

export type ParsedRankRequest =
  | { readonly ok: true; readonly request: RankRequest }
  | { readonly ok: false; readonly message: string };

/** A rank request from a stranger as plain data within its bounds, or what is wrong with it. Unknown keys are left out. */
export function parseRankRequest(value: unknown): ParsedRankRequest {
  const fields = readFields(value ?? {}) ?? { kind: value };
  const right: [string, unknown][] = [];
  const wrong: string[] = [];
  for (const [name, [holds, expected]] of Object.entries(CHECKS)) {
    const field = fields[name];
    if (field === undefined) continue;
    if (holds(field)) right.push([name, field]);
    else wrong.push(`${name} must be ${expected}`);
  }
  if (wrong.length > 0) return { ok: false, message: wrong.join("; ") };
  // Every value has passed the check of its own field.
  return { ok: true, request: Object.fromEntries(right) as RankRequest };
}
