import { RequestError } from "../errors.ts";
import { type Fields, readFields } from "../event/fields.ts";

/** Whom a shop lets its shoppers' devices report to: part of the page's own code, which is what pins the keys. */
export interface Federation {
  /** Origins of the two aggregators. */
  readonly leader: string;
  readonly helper: string;
  /** Their Ed25519 public keys, 32 bytes in hex. */
  readonly leaderKey: string;
  readonly helperKey: string;
  readonly task: string;
  /** A: the helper is another operator's. B: it is the shop's own. */
  readonly trustMode: "A" | "B";
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

const TEXTS: Readonly<Record<"leader" | "helper" | "leaderKey" | "helperKey" | "task", readonly [RegExp, string]>> = {
  leader: [ORIGIN, "an origin (https://stats.example)"],
  helper: [ORIGIN, "an origin (https://stats.example)"],
  leaderKey: [KEY, "an Ed25519 public key, 64 hex digits"],
  helperKey: [KEY, "an Ed25519 public key, 64 hex digits"],
  task: [NAME, "1 to 64 of a-z, 0-9 and -"],
};
/** What a page says of its aggregators. Throws RequestError that names what is wrong. */
export function parseFederation(value: unknown): Federation {
  const fields: Fields = { task: "head", trustMode: "B", demonstration: false, session: null, ...readFields(value) };
  const problems = Object.entries(TEXTS)
    .filter(([name, [pattern]]) => !(typeof fields[name] === "string" && pattern.test(fields[name])))
    .map(([name, [, expected]]) => `${name} must be ${expected}`);
  if (fields.trustMode !== "A" && fields.trustMode !== "B") problems.push('trustMode must be "A" or "B"');
  if (typeof fields.demonstration !== "boolean") problems.push("demonstration must be true or false");
  if (fields.session !== null && !(typeof fields.session === "string" && STATEMENT.test(fields.session)))
    problems.push("session must be a JSON Web Token");
  if (fields.leaderKey === fields.helperKey) problems.push("leader and helper must have keys of their own");
  if (problems.length > 0) throw new RequestError(`federation: ${problems.join("; ")}`);
  // Every field has been checked.
  return fields as unknown as Federation;
}
