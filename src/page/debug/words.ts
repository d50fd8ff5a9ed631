import type { Consent, EngineStatus, InterestVector } from "../../core/bridge/protocol.ts";
import type { ShopEvent } from "../../core/event/event.ts";
import type { Status } from "../api.ts";

/** A name and what is to be said of it. */
export type Line = readonly [name: string, words: string];

const list = (...words: readonly (string | undefined | false)[]): string => words.filter(Boolean).join(", ");
const count = (many: number, noun: string): string => `${many.toLocaleString("en")} ${noun}${many === 1 ? "" : "s"}`;
const percent = (share: number): string => `${Math.round(share * 100)}\u00a0%`;

const consentWords = ({ store, personalise, contribute }: Consent): string =>
  list(
    store === "pending" ? "to store: not answered" : `store ${store ? "yes" : "no"}`,
    `personalise ${personalise ? "yes" : "no"}`,
    `contribute ${contribute ? "yes" : "no"}`,
  );

function engineLines({ storage, catalogue, unmatched, policy, paused, consent }: EngineStatus): Line[] {
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
  ];
}

export function statusLines({ worker, consent, context, engine }: Status): Line[] {
  const restarts = worker.restarts > 0 && `started again ${count(worker.restarts, "time")}`;
  return [
    ["Worker", list(worker.state, worker.step, restarts)],
    ...worker.tried.map(({ step, why }): Line => [`Not ${step}`, why]),
    ["Consent", consentWords(consent)],
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
