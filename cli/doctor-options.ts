import type { Access, User } from "./doctor-visit.ts";
import { numberOf } from "./number-of.ts";

/** `inkling doctor`'s arguments, checked. */
export interface DoctorOptions {
  /** Without a name or a password. */
  readonly url: string;
  readonly limitMs: number;
  readonly json: boolean;
  readonly access: Access;
}

/** The options, or what is wrong with them. */
export function parseDoctorFlags(url: unknown, flags: Readonly<Record<string, unknown>>): DoctorOptions | string {
  const parsed = typeof url === "string" && URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol))
    return "doctor takes the address of a page, with http:// or https://";
  const seconds = numberOf(flags.timeout, 30);
  if (!(seconds >= 1 && seconds <= 300)) return "--timeout must be a number of seconds from 1 to 300";
  const user = flags.user === undefined ? userIn(parsed) : userOf(flags.user);
  if (user === "wrong") return "--user must be a name and a password: NAME:PASSWORD";
  const access: Access = { insecure: flags.insecure === true, ...(user && { user }) };
  // Whatever is printed says the address, and nobody's password.
  parsed.username = "";
  parsed.password = "";
  return { url: parsed.href, limitMs: 1_000 * seconds, json: flags.json === true, access };
}

const userIn = ({ username, password }: URL): User | undefined =>
  username === "" ? undefined : { username: unescaped(username), password: unescaped(password) };

function userOf(flag: unknown): User | "wrong" {
  const [, username, password] = /^([^:]+):(.*)$/s.exec(typeof flag === "string" ? flag : "") ?? [];
  return username === undefined || password === undefined ? "wrong" : { username, password };
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
