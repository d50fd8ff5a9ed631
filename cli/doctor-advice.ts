import { amended, type Need } from "./doctor-policy.ts";
import type { Visit } from "./doctor-visit.ts";

/** Something to do, why, and the header lines to change or add. */
export interface Advice {
  readonly code:
    | "page-failed"
    | "no-inkling"
    | "no-global"
    | "no-answer"
    | "no-worker"
    | "own-thread"
    | "unchecked-worker"
    | "catalogue"
    | "storage"
    | "consent"
    | "script";
  readonly words: string;
  /** Whole header lines, each with the answer that it belongs to. */
  readonly headers: readonly string[];
  /** Whether the shop goes without ranking until it is done. */
  readonly severe: boolean;
}

const originOf = (address: string, base: string): string => new URL(address, base).origin;

/** What is to be done so that Inkling works on the page as well as it can, the worst first. Empty where it does. */
export function adviceOn(visit: Visit): readonly Advice[] {
  const { failure, tag, status, module } = visit;
  if (failure !== undefined)
    return [said("page-failed", `The page could not be opened: ${ended(failure)}${hint(failure)}`)];
  if (status !== undefined) {
    // Whoever changes a header changes it once: each line has all that is lacking.
    const better = lines(visit, [...needsOfEngine(visit), ...needsOfCatalogue(visit)]);
    return [...ofCatalogue(visit, better), ...ofEngine(visit, better), ...ofStorage(visit), ...ofConsent(visit)];
  }
  if (tag !== undefined) {
    if (visit.started) return [said("no-answer", `Inkling is on the page and did not start in time.`)];
    const script: Need = { directive: "script-src", source: originOf(tag.src, visit.url) };
    const better = lines(visit, [script, ...needsOfWorker(visit), ...needsOfCatalogue(visit)]);
    return [said("script", `${tag.src} did not run: ${whyNot(visit, tag)}`, better)];
  }
  return module
    ? [
        said(
          "no-global",
          "Inkling runs here by the npm package. To have it examined, set window.inkling to what createInkling() gave.",
        ),
      ]
    : [
        said(
          "no-inkling",
          "There is no Inkling on the page: no script tag with data-catalog, and no global of that name.",
        ),
      ];
}

/** What opens a page that is there, and not for everybody. */
function hint(failure: string): string {
  if (/ERR_CERT_/.test(failure)) return " Where the certificate is your own, --insecure opens the page all the same.";
  const asks = /ERR_INVALID_AUTH_CREDENTIALS|answered 401/.test(failure);
  return asks ? " It asks for a name and a password: --user NAME:PASSWORD gives them." : "";
}

/** Why a script did not run that is in the page. */
function whyNot({ violations, policies }: Visit, { src, integrity }: NonNullable<Visit["tag"]>): string {
  const barred = violations.includes(`script-src-elem ${src}`);
  // Then a policy goes by nonces, and lists of places mean nothing to it.
  if (barred && policies.some(({ text }) => text.includes("'strict-dynamic'")))
    return "the page's policy wants its nonce on the script tag.";
  if (barred) return "the page's policy bars it.";
  const hash = integrity ? " If so, its integrity is of another release: dist/integrity.json has this one's." : "";
  return `is it there, and served as JavaScript with Access-Control-Allow-Origin?${hash}`;
}

/** Of a message that stands at a sentence's end: some are questions. */
const ended = (message: string): string => message.replace(/[^.?!]$/, "$&.");

const said = (code: Advice["code"], words: string, headers: readonly string[] = [], severe = true): Advice => ({
  code,
  words,
  headers,
  severe,
});

/** The page's policies as they would have to be; those that lack nothing are left out. */
function lines({ url, policies }: Visit, needs: readonly Need[]): string[] {
  const origin = new URL(url).origin;
  return policies.flatMap(({ text, where }) => {
    const better = amended(text, needs, origin);
    return better === text
      ? []
      : [`${where === "meta" ? "in the page's <meta>: " : ""}Content-Security-Policy: ${better}`];
  });
}

const isFar = ({ tag, url }: Visit): boolean => tag !== undefined && originOf(tag.src, url) !== new URL(url).origin;

/** For a worker whose bytes are checked. */
function needsOfWorker(visit: Visit): Need[] {
  const { tag, url } = visit;
  if (tag === undefined) return [];
  const trusted: Need = { directive: "trusted-types", source: "inkling" };
  const script = originOf(tag.src, url);
  if (!isFar(visit)) return [{ directive: "worker-src", source: script }, trusted];
  return [{ directive: "worker-src", source: "blob:" }, { directive: "connect-src", source: script }, trusted];
}

/** Whether the engine runs by one of the first two steps: there is nothing to better. */
const runsWell = ({ status }: Visit): boolean =>
  status?.worker.step === "own-worker" || status?.worker.step === "blob-source";

/** Nothing where a worker runs already. */
function needsOfEngine(visit: Visit): Need[] {
  const { tag, url } = visit;
  if (tag === undefined || runsWell(visit)) return [];
  return [{ directive: "script-src", source: originOf(tag.src, url) }, ...needsOfWorker(visit)];
}

const needsOfCatalogue = ({ tag, url }: Visit): Need[] =>
  tag?.catalog ? [{ directive: "connect-src", source: originOf(tag.catalog, url) }] : [];

const OWN_THREAD =
  "The engine runs on the page's own thread, in slices: nothing is learned on the device there nor contributed, and what a catalogue has learned is left out.";

function ofEngine(visit: Visit, better: readonly string[]): Advice[] {
  const { status, tag, url, embedder } = visit;
  if (status === undefined || tag === undefined || runsWell(visit)) return [];
  const { step } = status.worker;
  const isolated = isFar(visit) && embedder === "require-corp" && step !== "blob-import";
  const corp = isolated ? [`from ${originOf(tag.src, url)}: Cross-Origin-Resource-Policy: cross-origin`] : [];
  const headers = [...better, ...corp];
  if (step === undefined)
    return [
      said("no-worker", `No engine started, and the shop keeps its own order: ${ended(status.message)}`, headers),
    ];
  const copy = isFar(visit)
    ? " A copy of engine.worker.classic.js on your own origin, in data-worker-url, does too."
    : "";
  return step === "main-thread"
    ? [said("own-thread", OWN_THREAD + copy, headers, false)]
    : [
        said(
          "unchecked-worker",
          `The worker's source could not be fetched, and so not be held to its hash.${copy}`,
          headers,
          false,
        ),
      ];
}

function ofCatalogue({ status, tag, url }: Visit, better: readonly string[]): Advice[] {
  if (status === undefined || !/^(no-catalogue|catalog-)/.test(status.reason)) return [];
  const blocked = status.reason === "catalog-blocked" && tag?.catalog;
  const cors = blocked && better.length === 0 ? [`from ${originOf(blocked, url)}: Access-Control-Allow-Origin: *`] : [];
  const headers = blocked ? [...better, ...cors] : [];
  return [said("catalogue", `There is no catalogue to rank with: ${ended(status.message)}`, headers)];
}

function ofStorage({ status }: Visit): Advice[] {
  if (status?.reason !== "no-storage" && status?.reason !== "insecure-context") return [];
  const https = status.reason === "insecure-context" ? " Serve the page by https." : "";
  return [
    said("storage", `What the shopper does is forgotten with the page: ${ended(status.message)}${https}`, [], false),
  ];
}

const SILENT =
  "The page speaks Google's consent mode and never names personalization_storage, the switch that Inkling hears. Unless the shop's own code says the answer by inkling(\"consent\", …), nothing is kept whatever the shopper answers: name the switch beside the others.";

/** A banner that waits for its answer is as it should be. */
const ofConsent = ({ status, consentMode, tag }: Visit): Advice[] =>
  status?.consent.store === "pending" && consentMode === "silent" && tag?.asks
    ? [said("consent", SILENT, [], false)]
    : [];
