import type { Advice } from "./doctor-advice.ts";
import type { SeenStatus, Visit } from "./doctor-visit.ts";

/** For programs: one line. */
export const lineOf = (visit: Visit, advice: readonly Advice[]): string => JSON.stringify({ ...visit, advice });

/** For people. */
export function pageOf(visit: Visit, advice: readonly Advice[]): string {
  const { url, status, violations, open } = visit;
  return [
    url,
    ...(status === undefined ? [] : statusLines(visit, status).map((line) => `  ${line}`)),
    ...titled("What the page's policies blocked", violations),
    ...titled("What the page still waited for when it was looked at", open),
    ...(advice.length === 0 ? ["", "Nothing to do."] : advice.flatMap(adviceLines)),
    ...titled("Headers to change", [...new Set(advice.flatMap(({ headers }) => headers))]),
  ].join("\n");
}

function statusLines(
  { tag, ranked }: Visit,
  { version, state, message, worker, consent, engine, problems }: SeenStatus,
): string[] {
  const none = worker.step === undefined;
  return [
    `Inkling ${version}: ${state}${message === "" ? "" : `, ${message}`}`,
    `engine: ${none ? "none" : worker.step}${worker.restarts > 0 ? `, started again ${worker.restarts} times` : ""}`,
    ...worker.tried.map(({ step, why }) => `  not ${step}: ${why}`),
    ...(engine === undefined
      ? []
      : [
          `storage: ${engine.storage.state}; catalogue: ${engine.catalogue.state}, ${engine.catalogue.products} products, prices ${engine.catalogue.live}`,
        ]),
    `consent: ${Object.entries(consent)
      .map(([name, value]) => `${name} ${WORDS[`${value}`]}`)
      .join(", ")}`,
    ...(ranked === undefined ? [] : [`ranks: ${ranked.items} products, ${ranked.basis} (${ranked.reason})`]),
    ...(tag === undefined ? [] : [`script: ${tag.src}${tag.integrity ? ", held to its hash" : ""}`]),
    ...problems.last.map((problem) => `problem: ${problem}`),
  ];
}

const WORDS: Readonly<Record<string, string>> = { true: "yes", false: "no", pending: "not answered" };

const titled = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ["", title, ...lines.map((line) => `  ${line}`)];

const adviceLines = ({ words, severe }: Advice): string[] => ["", `${severe ? "To mend" : "Better"}: ${words}`];
