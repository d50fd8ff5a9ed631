import { adviceOn } from "./doctor-advice.ts";
import { openBrowser } from "./doctor-browser.ts";
import { parseDoctorFlags } from "./doctor-options.ts";
import { lineOf, pageOf } from "./doctor-report.ts";
import { visit } from "./doctor-visit.ts";

/** Exit code of a call that must be made differently, and of a page on which Inkling does not rank. */
const REFUSED = 2;
const SEVERE = 1;

/**
 * `inkling doctor`: opens a page in a browser and says how Inkling fares there, what blocks it, and the header lines to change. Answers the exit code: 0 where it ranks. Throws
 * RequestError where no browser can be had.
 */
export async function doctor(url: unknown, flags: Readonly<Record<string, unknown>>): Promise<number> {
  const options = parseDoctorFlags(url, flags);
  if (typeof options === "string") {
    console.error(`inkling: ${options}. See inkling doctor --help.`);
    return REFUSED;
  }
  const browser = await openBrowser(process.env);
  try {
    const seen = await visit(browser, options.url, options.limitMs, options.access);
    const advice = adviceOn(seen);
    console.log(options.json ? lineOf(seen, advice) : pageOf(seen, advice));
    return advice.some(({ severe }) => severe) ? SEVERE : 0;
  } finally {
    await browser.close();
  }
}
