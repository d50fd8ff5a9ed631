import type { EventKind, LearningStatus, PartName, ShopEvent, Status } from "inkling";

/** Inkling's names in a shopper's words. */

export const PARTS: Readonly<Record<PartName, string>> = {
  text: "Described in the same words",
  attributes: "Colour, size or material in common",
  followedBy: "What others looked at next",
  boughtWith: "What others bought with it",
  popularity: "Popular with everybody",
  category: "A department you like",
  brand: "A brand you like",
  price: "In your price range",
  repeat: "You looked at it before",
  query: "What you searched for",
  learned: "Learned from this shop",
  shared: "Learned together with other shoppers",
  fatigue: "Shown often, never opened",
  steering: "What you asked for",
  boost: "Moved by the shop",
};

const KINDS: Readonly<Record<EventKind, string>> = {
  view: "Looked at",
  click: "Opened from a shelf",
  dwell: "Stayed with",
  wish: "Wished for",
  cart: "Put in the basket",
  uncart: "Took out of the basket",
  purchase: "Bought",
  refund: "Sent back",
  impression: "Saw on a shelf",
  list: "Was shown a shelf",
  search: "Searched",
  checkout: "Went to the checkout",
  page: "Opened a page",
};

export const kindWords = (kind: EventKind): string => KINDS[kind];

/** One event as a sentence without its product: "Put in the basket, 2", "Stayed with, 14 seconds". */
export function eventWords({ kind, quantity, dwellMs, query, items, placement }: ShopEvent): string {
  if (kind === "search") return `Searched for “${query ?? ""}”`;
  if (kind === "dwell") return `Stayed with it for ${seconds(dwellMs ?? 0)}`;
  if (kind === "list") return `Was shown “${placement?.shelf ?? "a shelf"}” with ${items?.length ?? 0} products`;
  if (quantity !== undefined && quantity > 1) return `${KINDS[kind]}, ${quantity} of it`;
  return KINDS[kind];
}

const seconds = (ms: number): string => {
  const whole = Math.max(1, Math.round(ms / 1000));
  return whole === 1 ? "a second" : `${whole} seconds`;
};

const relative = new Intl.RelativeTimeFormat("en-GB", { numeric: "auto" });
const dated = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** "4 minutes ago", "2 hours ago", then the date. */
export function when(at: number, now: number): string {
  const past = now - at;
  if (past < MINUTE_MS) return "just now";
  if (past < HOUR_MS) return relative.format(-Math.round(past / MINUTE_MS), "minute");
  return past < 24 * HOUR_MS ? relative.format(-Math.round(past / HOUR_MS), "hour") : dated.format(at);
}

export const percent = (share: number): string => `${Math.round(share * 100)} %`;

export function size(bytes: number): string {
  return bytes < 1_024
    ? `${bytes} bytes`
    : `${(bytes / 1_024).toLocaleString("en-GB", { maximumFractionDigits: 0 })} kB`;
}

const STORAGE = {
  indexeddb: "in this browser's own storage",
  memory: "in this page's memory, until you close it",
  unavailable: "in this page's memory: this browser does not let the shop store anything",
  off: "nowhere: keeping is switched off",
} as const;

/** Inkling's messages begin small, or with an address, and end open, to stand inside a sentence. */
const sentence = (text: string): string =>
  text.replace(/^(?!https?:)./, (first) => first.toUpperCase()).replace(/[^.?!]$/, "$&.");

export interface Telling {
  readonly mood: "good" | "paused" | "weak";
  readonly title: string;
  readonly lines: readonly string[];
}

/** What Inkling is doing, in plain words. */
export function tell({ state, message, consent, engine, worker }: Status): Telling {
  if (engine === undefined) {
    const why =
      worker.state === "failed" ? "The part that ranks could not start." : "The part that ranks is not running.";
    return {
      mood: "weak",
      title: "Not ranking on this device",
      lines: [why, sentence(message), "The shop keeps its own order. Everything else works."].filter(Boolean),
    };
  }
  const { storage, catalogue } = engine;
  const notes = storage.events === 1 ? "One note" : `${storage.events.toLocaleString("en-GB")} notes`;
  const where = `${STORAGE[storage.state]}${storage.bytes > 0 ? `, ${size(storage.bytes)}` : ""}`;
  const kept = storage.events === 0 ? "There are no notes on this device." : `${notes} kept ${where}.`;
  const known =
    catalogue.state === "ready"
      ? `${catalogue.products.toLocaleString("en-GB")} products known, prices ${catalogue.live === "fresh" ? "fresh" : "not fresh, so shelves leave them out"}.`
      : sentence(`The catalogue is not here: ${catalogue.message ?? catalogue.state}`);
  const lines = [kept, known];
  if (engine.paused)
    return {
      mood: "paused",
      title: "Paused",
      lines: ["Nothing is written down and nothing is arranged for you until you resume.", ...lines],
    };
  if (consent.store === false)
    return { mood: "paused", title: "Keeping is off", lines: ["Nothing is written down on this device.", ...lines] };
  if (consent.personalise === false)
    return { mood: "paused", title: "Arranging is off", lines: ["Notes are kept and not used.", ...lines] };
  if (state === "degraded")
    return {
      mood: "weak",
      title: "Working, with something missing",
      // What the catalogue's own line says is said once.
      lines: message === catalogue.message ? lines : [sentence(message), ...lines],
    };
  const gave = engine.contribution.reports.length > 0;
  const left = gave ? "All that has left this browser is listed below." : "Nothing of it has left this browser.";
  return { mood: "good", title: "Working on this device", lines: [...lines, left] };
}

const NOT_YET = "Shelves follow what the shop knows of everybody, and your notes.";

/** What was learned here from the shopper's choices. */
export function learnt(learning: LearningStatus | undefined): Pick<Telling, "title" | "lines"> {
  if (learning === undefined || learning.state === "off")
    return { title: "Not learning", lines: [sentence(learning?.why ?? ""), NOT_YET].filter(Boolean) };
  const { state, why, at, lists = 0, heldOut = 0, gain = 0, backend } = learning;
  const last =
    at === undefined
      ? ""
      : `Last done ${when(at, Date.now())}${backend ? `, by ${MACHINES[backend] ?? backend}` : ""}.`;
  switch (state) {
    case "training":
      return { title: "Learning now", lines: ["In quiet moments, while this page is open.", last].filter(Boolean) };
    case "waiting":
      return { title: "Nothing learned yet", lines: [sentence(why), NOT_YET] };
    case "reverted":
      return {
        title: "Learned, and put aside",
        lines: [`From ${choices(lists)}: ${why}, so the shop's own order stays.`, last],
      };
    case "accepted":
      return {
        title: "Learned from you, for you",
        lines: [
          `From ${choices(lists)} on this shop's shelves. It makes your ${heldOut} latest, which it had not seen, ${percent(Math.expm1(gain))} likelier on average.`,
          last,
        ],
      };
  }
}

const choices = (count: number): string => (count === 1 ? "one choice" : `${count} choices`);
const MACHINES: Readonly<Record<string, string>> = {
  webgpu: "the graphics chip",
  wasm: "the processor",
  cpu: "the processor, in plain JavaScript",
};
