/**
 * The words page and engine exchange: types only. A request crosses as a Call and comes back as a Reply; nothing is thrown
 * across. The engine also posts a Notice when what it knows has changed.
 */

import type { ShopEvent } from "../event/event.ts";
import type { EventKind } from "../event/kinds.ts";

/** Raised with every change to these types; page and engine of different versions refuse each other. */
export const BRIDGE_VERSION = 5;

/** The three switches. `store: "pending"`: not answered yet, kept in memory only. */
export interface Consent {
  readonly store: boolean | "pending";
  readonly personalise: boolean;
  readonly contribute: boolean;
}

/** What to rank. Without `ids`, `category` and `query`: the whole catalogue. */
export interface RankRequest {
  /** Re-order exactly these, by whatever ids the page uses; the reply carries the same ids. At most 5,000. */
  readonly ids?: readonly string[];
  /** A category by name or path ("Shoes > Running"), any level. */
  readonly category?: string;
  /** Products whose words match. */
  readonly query?: string;
  /** The shelf's name, kept with impressions. Default "default". */
  readonly slot?: string;
  /** How many, 1 to 1,000. Default 12, or all of `ids`. */
  readonly n?: number;
  /** Never these, by whichever of their ids; also where they are pinned. */
  readonly exclude?: readonly string[];
  /**
   * These first, in this order. Of `ids`, only those among them. A product known to be sold out is left out all the same,
   * unless all of `ids` are asked for.
   */
  readonly pin?: readonly string[];
  /** Factor on the score by product, 0 to 10. 1 changes nothing. */
  readonly boost?: Readonly<Record<string, number>>;
  /** Which shelf: what the list is for. Default "for-you". */
  readonly kind?: ShelfKind;
  /** Products that a "goes-with" or "similar" list is about. */
  readonly about?: readonly string[];
  /** Answer with title, price, image and url as well. Default false. */
  readonly display?: boolean;
}

export type ShelfKind = "for-you" | "similar" | "goes-with" | "recently-viewed" | "popular";

/** The additive parts of a score; they sum to it. Parts that are zero are left out. */
export type PartName =
  | "text"
  | "attributes"
  | "followedBy"
  | "boughtWith"
  | "popularity"
  | "category"
  | "brand"
  | "price"
  | "repeat"
  | "query"
  | "fatigue"
  | "learned"
  | "shared"
  | "steering"
  | "boost";

export type ReasonCode =
  | "looked-at"
  | "goes-with"
  | "similar-to"
  | "again"
  | "category"
  | "brand"
  | "popular-in"
  | "popular"
  | "query"
  | "recently-viewed"
  | "pinned"
  | "explore"
  | "asked"
  | "shop"
  | "shop-order";

/** Why a product stands where it stands, in words and as data for a shop's own words. */
export interface Reason {
  readonly code: ReasonCode;
  /** English, one short sentence without a full stop: "Because you looked at Trail Runner 2". */
  readonly text: string;
  /** The product that the reason names. */
  readonly item?: string;
  /** The category, brand or query that the reason names. */
  readonly about?: string;
}

/** What a shelf shows of a product. `price` is absent when no live price is known: a stale one is never shown. */
export interface Display {
  readonly title: string;
  readonly url: string;
  readonly image: string;
  readonly price?: { readonly amount: number; readonly currency: string };
  readonly inStock?: boolean;
}

export interface RankedItem {
  readonly id: string;
  readonly score: number;
  readonly parts: Readonly<Partial<Record<PartName, number>>>;
  readonly reason: Reason;
  readonly display?: Display;
}

/** Where an order came from, and when it is not personal, why. */
export type Basis = "personal" | "popular" | "similar" | "shop-order" | "recent";

export type BasisReason =
  | "ok"
  | "first-visit"
  | "consent"
  | "paused"
  | "no-worker"
  | "no-catalogue"
  | "nothing-matches"
  | "bad-request"
  | "timeout"
  | "destroyed";

export interface RankReply {
  readonly items: readonly RankedItem[];
  readonly basis: Basis;
  /** "ok", or why the list is not personal or is empty. */
  readonly reason: BasisReason;
  /** Names the ranking rules and the catalogue that made this order. */
  readonly policy: string;
  /** Joins later impressions and clicks with this list. */
  readonly request: string;
  readonly message?: string;
}

export interface Evidence {
  /** The product the shopper acted on. */
  readonly item: string;
  readonly kind: EventKind;
  readonly at: number;
  /** Which part of the score it fed and by how much. */
  readonly part: PartName;
  readonly amount: number;
}

export interface Explanation {
  readonly id: string;
  readonly known: boolean;
  readonly score: number;
  readonly parts: Readonly<Partial<Record<PartName, number>>>;
  readonly reason: Reason;
  readonly evidence: readonly Evidence[];
  /** Bought, and resting until then (epoch ms). */
  readonly restsUntil?: number;
  readonly message?: string;
}

export interface Interest {
  readonly name: string;
  /** Share of the whole vector, 0 to 1. */
  readonly share: number;
  /** The products that fed it, strongest first, at most five. */
  readonly from: readonly string[];
}

export interface InterestVector {
  readonly events: number;
  readonly categories: readonly Interest[];
  readonly brands: readonly Interest[];
  /** Typical price looked at and the middle half, in the catalogue's currency; absent without any. */
  readonly price?: { readonly typical: number; readonly low: number; readonly high: number; readonly currency: string };
}

export interface Profile {
  readonly session: InterestVector;
  readonly longTerm: InterestVector;
  readonly recent: readonly { readonly item: string; readonly kind: EventKind; readonly at: number }[];
  readonly reason: BasisReason;
}

/** How far a forecast looks: to the shopper's next session, or days from now. */
export type ForecastHorizon = "next-session" | "7-days" | "30-days";

export interface Likely {
  /** A category as a path: "Shoes > Running". */
  readonly name: string;
  /** Probability, 0 to 1. */
  readonly share: number;
}

/** What the shopper will look at within a horizon, if they look at anything: a distribution over the categories of products. */
export interface Forecast {
  readonly horizon: ForecastHorizon;
  /** Every category that has products of its own, the likeliest first; they sum to 1. Empty without a catalogue. */
  readonly categories: readonly Likely[];
  /** "baseline" below five sessions: what is fading of the past, and the shop's popularity. */
  readonly basis: "baseline" | "learned";
  /** Sessions that the forecast is made from. */
  readonly sessions: number;
  /** "ok", or why nothing is known of the shopper. */
  readonly reason: BasisReason;
}

/** What a shopper asks for by name: more of it, less, or never again. */
export type Wish = "more" | "less" | "never";

/** One wish, kept on the device until it is taken back or everything is erased. */
export interface Steering {
  readonly wish: Wish;
  readonly about: "item" | "category" | "brand";
  /** A product's id, a category by its path ("Shoes > Running"), or a brand. */
  readonly name: string;
}

/** "none" takes a wish back. */
export interface SteeringChange extends Omit<Steering, "wish"> {
  readonly wish: Wish | "none";
}

export type StorageState = "indexeddb" | "memory" | "unavailable" | "off";
/** "blocked": the page's policy or the server's does not let this page have it. */
export type CatalogueState = "none" | "loading" | "ready" | "failed" | "blocked";
export type LiveState = "none" | "fresh" | "expired";

/**
 * What was learned on this device for this device. "waiting": too little was done on ranked shelves since the last training, or
 * none has come yet. "reverted": it ranked this shopper's own latest choices no better, so the shop's own model stays.
 */
export interface LearningStatus {
  readonly state: "off" | "waiting" | "training" | "accepted" | "reverted";
  /** In words. */
  readonly why: string;
  /** Enough was done for a training to begin. */
  readonly due: boolean;
  /** Of the last training: when (epoch ms), on how many lists, judged by how many, how much better on those, by which backend. */
  readonly at?: number;
  readonly lists?: number;
  readonly heldOut?: number;
  readonly gain?: number;
  readonly backend?: string;
}

/** A report that has left this device, or waits to. */
export interface SentReport {
  /** When it was written and charged, and when last sent; epoch ms. */
  readonly at: number;
  readonly sentAt?: number;
  /** The leader's origin. */
  readonly to: string;
  /** Who could read it. A: two operators together. B: one operator who means to. C: the server it goes to, with no more than its own noise before it. */
  readonly trustMode: "A" | "B" | "C";
  readonly task: string;
  readonly round: number;
  readonly bytes: number;
  /** What it is of, by the names of the plan's blocks. */
  readonly blocks: readonly string[];
  /** What it cost, in millionths of zCDP's rho. */
  readonly microRho: number;
  /** "late": its round was over; "cancelled": by the shopper, before it was known to have arrived. */
  readonly fate: "waiting" | "accepted" | "rejected" | "late" | "cancelled";
}

/**
 * The model that came of what devices contributed, as far as this one ranks with it. "off": contributing is, and with it this. "none": nothing has been
 * published, or not been looked for yet. "loading": accepted, and what ranks with it is on its way. "kept back": this shopper's own latest choices speak against it, or this device cannot rank with it.
 */
export interface SharedModelStatus {
  readonly state: "off" | "none" | "loading" | "accepted" | "kept back";
  /** In words. */
  readonly why: string;
  /** Counted by the task; SHA-256 in hex; whether it is one that only some devices try; when it was last judged, epoch ms. */
  readonly version?: number;
  readonly hash?: string;
  readonly canary?: boolean;
  readonly at?: number;
  /** Choices that it was judged by, and how much likelier it makes one of them (nats). */
  readonly heldOut?: number;
  readonly gain?: number;
}

/** What this device contributes to what all learn. */
export interface ContributionStatus {
  /** "off": nothing is fetched for it, and nothing sent. */
  readonly state: "off" | "on";
  /** Why it is off. */
  readonly why: string;
  /** There is something to do, where the page names aggregators; epoch ms of the next time when there is not. */
  readonly due: boolean;
  readonly next: number;
  /** The privacy budget for the life of this storage, in millionths of zCDP's rho. */
  readonly spentMicroRho: number;
  readonly leftMicroRho: number;
  /** Requests for tokens that left this device, whatever came of them. */
  readonly tokens: number;
  /** The newest first. */
  readonly reports: readonly SentReport[];
  /** What comes back. */
  readonly model: SharedModelStatus;
}

/** What the engine knows of itself. The page adds its own part. */
export interface EngineStatus {
  readonly storage: {
    readonly state: StorageState;
    readonly events: number;
    readonly bytes: number;
    readonly message?: string;
  };
  readonly catalogue: {
    readonly state: CatalogueState;
    readonly products: number;
    readonly version: string;
    readonly live: LiveState;
    readonly message?: string;
  };
  /** Products named by the page that the catalogue does not know. */
  readonly unmatched: { readonly share: number; readonly samples: readonly string[] };
  readonly policy: string;
  readonly paused: boolean;
  readonly consent: Consent;
  readonly learning: LearningStatus;
  readonly contribution: ContributionStatus;
}

/** The file `export()` gives: everything the device keeps, readable. */
export interface ExportFile {
  readonly format: "inkling-export";
  readonly version: 1;
  readonly at: number;
  readonly events: readonly ShopEvent[];
  readonly compacted: unknown;
  readonly profile: Profile;
  /** The shopper's wishes, one a line: "never category Shoes > Running". */
  readonly steering: readonly string[];
  /** What was learned on this device, as status() has it; the weights themselves are numbers that say nothing. */
  readonly learning: LearningStatus;
  readonly contribution: ContributionStatus;
  /** What was given away, as it is counted; null where nothing was. */
  readonly ledger: unknown;
}

/** What the shop says of learning on the device. */
export interface LearningSwitches {
  /** Default: where the catalogue has no model section. */
  readonly learn?: boolean | undefined;
  /** Share of personal lists in which one place is given to a product drawn from the best 50, 0 to 0.2. Default 0.05. */
  readonly explore?: number | undefined;
}

export type Request =
  | { readonly type: "hello"; readonly bridge: number }
  /**
   * `catalog` is absolute; empty when none is to be fetched (the shopper saves data, or the page named none). `parts`: where the code
   * for learned parts lies, loaded where the catalogue has any, or this device.
   */
  | ({
      readonly type: "open";
      readonly catalog: string;
      readonly parts: string;
      readonly consent: Consent;
    } & LearningSwitches)
  | { readonly type: "append"; readonly events: readonly ShopEvent[] }
  | { readonly type: "rank"; readonly request: RankRequest }
  | { readonly type: "explain"; readonly id: string }
  | { readonly type: "profile" }
  | { readonly type: "forecast"; readonly horizon: ForecastHorizon }
  | { readonly type: "events"; readonly limit: number }
  | { readonly type: "status" }
  /** `withdrawn`: contributing was switched off by name, and not only left at what it is without a word. */
  | { readonly type: "consent"; readonly consent: Consent; readonly withdrawn?: boolean }
  | { readonly type: "export" }
  | { readonly type: "import"; readonly file: unknown }
  | { readonly type: "steer"; readonly change?: unknown }
  /** `afresh`: what the shopper did is forgotten; wishes, the log of reports and the ledger stay. */
  | { readonly type: "erase"; readonly afresh?: boolean }
  | { readonly type: "pause"; readonly paused: boolean }
  | { readonly type: "freeze"; readonly frozen: boolean };

/** The value each request is answered with. `append` is answered once the transaction has completed. */
export interface Values {
  /** `origin`: of the thread that answers, as it sees itself; what is stored belongs to it. */
  readonly hello: { readonly bridge: number; readonly version: string; readonly origin: string };
  readonly open: EngineStatus;
  readonly append: { readonly stored: number; readonly duplicates: number };
  readonly rank: RankReply;
  readonly explain: Explanation;
  readonly profile: Profile;
  readonly forecast: Forecast;
  readonly events: readonly ShopEvent[];
  readonly status: EngineStatus;
  readonly consent: EngineStatus;
  readonly export: ExportFile;
  readonly import: { readonly imported: number };
  readonly steer: readonly Steering[];
  readonly erase: { readonly erased: number };
  readonly pause: EngineStatus;
  readonly freeze: EngineStatus;
}

export type RequestOf<T extends Request["type"]> = Extract<Request, { readonly type: T }>;

export type Reply<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** The one method of the engine. */
export interface EngineDoor {
  ask(request: Request): Promise<Reply<unknown>>;
}

/** How a request crosses, numbered so that its answer finds back. */
export interface Call {
  readonly id: number;
  readonly ask: Request;
}

/** What comes back. */
export interface Answered {
  readonly id: number;
  readonly reply: Reply<unknown>;
}

/** Pushed by the engine: "change" when rankings may differ, "status" when status() would. */
export interface Notice {
  readonly inkling: "change" | "status";
}
