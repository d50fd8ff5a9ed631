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
    | "script";
  readonly words: string;
  /** Whole header lines, each with the answer that it belongs to. */
  readonly headers: readonly string[];
  /** Whether the shop goes without ranking until it is done. */
  readonly severe: boolean;
}

const originOf = (address: string, base: string): string => new URL(address, base).origin;

/** What is to be done so that Inkling works on the page as well as it can. Empty where it does. */
export function adviceOn(visit: Visit): readonly Advice[] {
  const { failure, tag, status, module } = visit;
  if (failure !== undefined) return [said("page-failed", `The page could not be opened: ${failure}.`)];
  if (status !== undefined) return [...ofEngine(visit), ...ofCatalogue(visit), ...ofStorage(visit)];
  if (tag !== undefined) {
    if (visit.started) return [said("no-answer", "Inkling is on the page and did not start in time.")];
    return [
      said(
        "script",
        `${tag.src} did not run: is it there, and served as JavaScript with Access-Control-Allow-Origin?`,
        lines(visit, [{ directive: "script-src", source: originOf(tag.src, visit.url) }]),
      ),
    ];
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

function ofEngine(visit: Visit): Advice[] {
  const { status, tag, url, embedder } = visit;
  const step = status?.worker.step;
  if (status === undefined || tag === undefined || step === "own-worker" || step === "blob-source") return [];
  const script = originOf(tag.src, url);
  const far = script !== new URL(url).origin;
  const worker: Need[] = far
    ? [
        { directive: "worker-src", source: "blob:" },
        { directive: "connect-src", source: script },
        { directive: "trusted-types", source: "inkling" },
      ]
    : [
        { directive: "worker-src", source: script },
        { directive: "trusted-types", source: "inkling" },
      ];
  const chunks: Need = { directive: "script-src", source: script };
  const corp = far && embedder === "require-corp" ? [`from ${script}: Cross-Origin-Resource-Policy: cross-origin`] : [];
  if (step === undefined) {
    const headers = [...lines(visit, [chunks, ...worker]), ...corp];
    return [said("no-worker", `No engine started, and the shop keeps its own order: ${status.message}.`, headers)];
  }
  const headers = [...lines(visit, worker), ...(step === "main-thread" ? corp : [])];
  const words =
    step === "main-thread"
      ? "The engine runs on the page's own thread, in slices: nothing is learned on the device there nor contributed, and what a catalogue has learned is left out."
      : "The worker's source could not be fetched, and so not be held to its hash.";
  const copy = far ? " Or name a copy of engine.worker.classic.js on your own origin in data-worker-url." : "";
  return [said(step === "main-thread" ? "own-thread" : "unchecked-worker", words + copy, headers, false)];
}

function ofCatalogue(visit: Visit): Advice[] {
  const { status, tag, url } = visit;
  if (status === undefined || !/^(no-catalogue|catalog-)/.test(status.reason)) return [];
  const place = tag?.catalog ? originOf(tag.catalog, url) : undefined;
  const blocked = status.reason === "catalog-blocked" && place !== undefined;
  const policy = blocked ? lines(visit, [{ directive: "connect-src", source: place }]) : [];
  const cors = blocked && policy.length === 0 ? [`from ${place}: Access-Control-Allow-Origin: *`] : [];
  return [said("catalogue", `There is no catalogue to rank with: ${status.message}.`, [...policy, ...cors])];
}

function ofStorage({ status }: Visit): Advice[] {
  if (status?.reason !== "no-storage" && status?.reason !== "insecure-context") return [];
  const https = status.reason === "insecure-context" ? " Serve the page by https." : "";
  return [said("storage", `What the shopper does is forgotten with the page: ${status.message}.${https}`, [], false)];
}
