import { numberOf } from "./number-of.ts";

/** `inkling doctor`'s arguments, checked. */
export interface DoctorOptions {
  readonly url: string;
  readonly limitMs: number;
  readonly json: boolean;
}

/** The options, or what is wrong with them. */
export function parseDoctorFlags(url: unknown, flags: Readonly<Record<string, unknown>>): DoctorOptions | string {
  const parsed = typeof url === "string" && URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol))
    return "doctor takes the address of a page, with http:// or https://";
  const seconds = numberOf(flags.timeout, 30);
  if (!(seconds >= 1 && seconds <= 300)) return "--timeout must be a number of seconds from 1 to 300";
  return { url: parsed.href, limitMs: 1_000 * seconds, json: flags.json === true };
}
