import { RequestError } from "../errors.ts";
import { type Fields, readFields } from "../event/fields.ts";

/** Whom a shop lets its shoppers' devices report to: part of the page's own code, which is what pins the keys. */
export type Federation = Leader & (Helper | Alone);

/** Of modes A and B. */
interface Helper {
  /** A: the helper is another operator's. B: it is the shop's own. */
  readonly trustMode: "A" | "B";
  /** As the leader's. */
  readonly helper: string;
  readonly helperKey: string;
}

/** One server, which reads each report with the noise that its device has added. */
interface Alone {
  readonly trustMode: "C";
}

interface Leader {
  /** Its origin. */
  readonly leader: string;
  /** Its Ed25519 public key, 32 bytes in hex. */
  readonly leaderKey: string;
  readonly task: string;
  /** What the shop's server says of this session, for plans that ask for it; null where it says nothing. */
  readonly session: string | null;
  /** For demonstrations: no waiting, and sums of two. */
  readonly demonstration: boolean;
}

const ORIGIN = /^https?:\/\/[a-z0-9.[\]:-]{1,200}$/;
const KEY = /^[0-9a-f]{64}$/;
/** A JSON Web Token, as a shop's server states a session. */
export const STATEMENT: RegExp = /^[\w.-]{1,1024}$/;
const NAME = /^[a-z0-9-]{1,64}$/;

type Text = readonly [name: string, pattern: RegExp, expected: string];
const originOf = (name: string): Text => [name, ORIGIN, "an origin (https://stats.example)"];
const keyOf = (name: string): Text => [name, KEY, "an Ed25519 public key, 64 hex digits"];
const LEADER: readonly Text[] = [originOf("leader"), keyOf("leaderKey"), ["task", NAME, "1 to 64 of a-z, 0-9 and -"]];
const HELPER: readonly Text[] = [originOf("helper"), keyOf("helperKey")];

/** What a page says of its aggregators. Throws RequestError that names what is wrong. */
export function parseFederation(value: unknown): Federation {
  const fields: Fields = { task: "head", trustMode: "B", demonstration: false, session: null, ...readFields(value) };
  const alone = fields.trustMode === "C";
  const problems = [...LEADER, ...(alone ? [] : HELPER)]
    .filter(([name, pattern]) => !(typeof fields[name] === "string" && pattern.test(fields[name])))
    .map(([name, , expected]) => `${name} must be ${expected}`);
  if (alone && (fields.helper !== undefined || fields.helperKey !== undefined))
    problems.push("trust mode C has no helper: leave out helper and helperKey");
  if (!alone && fields.trustMode !== "A" && fields.trustMode !== "B")
    problems.push('trustMode must be "A", "B" or "C"');
  if (typeof fields.demonstration !== "boolean") problems.push("demonstration must be true or false");
  if (fields.session !== null && !(typeof fields.session === "string" && STATEMENT.test(fields.session)))
    problems.push("session must be a JSON Web Token");
  if (fields.leaderKey === fields.helperKey) problems.push("leader and helper must have keys of their own");
  if (problems.length > 0) throw new RequestError(`federation: ${problems.join("; ")}`);
  // Every field has been checked.
  return fields as unknown as Federation;
}
