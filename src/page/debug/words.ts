import type { Consent, EngineStatus, InterestVector, RankedItem } from "../../core/bridge/protocol.ts";
import type { ShopEvent } from "../../core/event/event.ts";
import type { Status } from "../api.ts";
import type { Known } from "./known.ts";
import type { Timings } from "./timings.ts";

/** A name and what is to be said of it. */
export type Line = readonly [name: string, words: string];

const list = (...words: readonly (string | undefined | false)[]): string => words.filter(Boolean).join(", ");
const count = (many: number, noun: string): string => `${many.toLocaleString("en")} ${noun}${many === 1 ? "" : "s"}`;
const percent = (share: number): string => `${Math.round(share * 100)}\u00a0%`;

const consentWords = ({ store, personalise, contribute }: Partial<Consent>): string =>
  list(
    store === "pending" ? "to store: not answered" : answer("store", store),
    answer("personalise", personalise),
    answer("contribute", contribute),
  );
const answer = (name: string, given: boolean | undefined): string | false =>
  given !== undefined && `${name} ${given ? "yes" : "no"}`;

function engineLines({ storage, catalogue, unmatched, policy, paused, consent, learning }: EngineStatus): Line[] {
  const { share, samples } = unmatched;
  return [
    ["Recording", paused ? "paused" : consent.store === false ? "off" : "on"],
    [
      "Storage",
      list(storage.state, count(storage.events, "event"), `${Math.ceil(storage.bytes / 1000)} kB`, storage.message),
    ],
    [
      "Catalogue",
      list(catalogue.state, count(catalogue.products, "product"), catalogue.version.slice(0, 8), catalogue.message),
    ],
    ["Prices", catalogue.live],
    ["Unmatched", `${percent(share)} of the products named${samples.length > 0 ? `: ${list(...samples)}` : ""}`],
    ["Policy", policy],
    ["Learning", list(learning.state, learning.why, learning.backend && `last by ${learning.backend}`)],
  ];
}

export function statusLines(
  { worker, consent, context, engine }: Status,
  sources: readonly string[],
  heard: Known["heard"],
): Line[] {
  const restarts = worker.restarts > 0 && `started again ${count(worker.restarts, "time")}`;
  return [
    ["Worker", list(worker.state, worker.step, restarts)],
    ...worker.tried.map(({ step, why }): Line => [`Not ${step}`, why]),
    ["Consent", consentWords(consent)],
    ...[...heard].map(([name, said]): Line => [`${name} says`, said ? consentWords(said) : "none is needed"]),
    ["Sources", list(...sources) || "none found"],
    ["Context", list(context.locale, context.currency, context.page) || "none"],
    ...(engine === undefined ? [] : engineLines(engine)),
  ];
}

/** The strongest interests of one vector, in short. */
export function interestWords({ events, categories, brands, price }: InterestVector): string {
  const named = [...categories.slice(0, 3), ...brands.slice(0, 3)].map(
    ({ name, share }) => `${name} ${percent(share)}`,
  );
  const range = price && `${price.low} to ${price.high} ${price.currency}`.trim();
  return list(...named, range) || (events === 0 ? "nothing yet" : "no categories or brands");
}

const milliseconds = (ms: number): string =>
  `${ms.toLocaleString("en", { maximumFractionDigits: ms < 100 ? 1 : 0 })}\u00a0ms`;

export const timingLines = ({ statusMs, rankMs, files }: Timings): Line[] => [
  [
    "Answers",
    list(`status in ${milliseconds(statusMs)}`, rankMs !== undefined && `ranking in ${milliseconds(rankMs)}`),
  ],
  ...files.map(
    ({ name, atMs, tookMs }): Line => [
      name,
      // Chromium says of a worker's script that it was there before it was asked for.
      list(`asked for at ${milliseconds(atMs)}`, tookMs >= 0 && `there in ${milliseconds(tookMs)}`),
    ],
  ),
];

/** Why a product stands where it does: the reason that the shopper reads, and the parts of its score, the largest first. */
export function placeLine({ id, reason, parts, display }: RankedItem): Line {
  const sorted = Object.entries(parts).sort(([, a], [, b]) => Math.abs(b) - Math.abs(a));
  const sums = sorted.map(([part, amount]) => `${part} ${amount.toLocaleString("en", { maximumFractionDigits: 2 })}`);
  return [id, [display?.title, reason.text, list(...sums)].filter(Boolean).join(": ")];
}

/** What an event is about. */
export function subject({ item, items, query, transaction, quantity, dwellMs }: ShopEvent): string {
  return list(
    item ?? (query !== undefined ? `“${query}”` : items && count(items.length, "product")),
    quantity !== undefined && quantity !== 1 && `× ${quantity}`,
    dwellMs !== undefined && `${Math.round(dwellMs / 1000)} s`,
    transaction,
  );
}

/** Where it stood. */
export const stood = ({ placement }: ShopEvent): string =>
  placement === undefined
    ? ""
    : placement.slot === undefined
      ? placement.shelf
      : `${placement.shelf} ${placement.slot + 1}`;
