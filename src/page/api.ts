/** What a page holds: the public interface, types only. */
import type {
  Consent,
  EngineStatus,
  Explanation,
  ExportFile,
  Forecast,
  ForecastHorizon,
  Profile,
  RankReply,
  RankRequest,
  Steering,
  SteeringChange,
} from "../core/bridge/protocol.ts";
import type { ShopEvent } from "../core/event/event.ts";
import type { SourceName } from "./capture/report.ts";
import type { PageContext } from "./context.ts";

/** Whom this shop's shoppers may report to, where they agreed to contribute. The keys stand here, in the shop's own page, so that nobody else can name others. */
export interface FederationOptions {
  /** Address of the leader, in mode C of the single server, and of the helper, which mode C has not; their origins count. */
  readonly leader: string | URL;
  readonly helper?: string | URL;
  /** Their Ed25519 public keys in hex, as `inkling serve --show-key` prints them, with the `--role` and `--db` that they are run with. */
  readonly leaderKey: string;
  readonly helperKey?: string;
  /** Default "head". */
  readonly task?: string;
  /**
   * "A": the helper is another operator's, and each plan is compared at both. "C": one server reads each report, guarded by no more than the noise that its device
   * has added: tell shoppers so. Plans of another mode are declined. Default "B".
   */
  readonly trustMode?: "A" | "B" | "C";
  /**
   * Where a plan asks for it: what the shop's own server says of this session, signed, as a JWT that is good for ten minutes at most; or what fetches it, called when
   * there is something to do. Without it the device takes no part in such plans.
   */
  readonly session?: string | (() => string | Promise<string>);
  /** For demonstrations with a handful of browsers: nothing waits, and sums of two are enough. Default false. */
  readonly demonstration?: boolean;
}

export interface InklingOptions {
  /** Address of the `catalog.json` that `inkling build` wrote. */
  readonly catalog: string | URL;
  /**
   * What the shop says. Default: what a banner or platform of the page says (IAB TCF, Shopify, Google's consent mode), and without any
   * `{store: true, personalise: true, contribute: false}`. "auto": waits until one of these has spoken.
   */
  readonly consent?: Partial<Consent> | "auto";
  readonly context?: PageContext;
  /** Address of the engine worker on the page's own origin; learned.js and the other workers' files lie beside it. Default: beside this module. */
  readonly workerUrl?: string | URL;
  /** Makes the engine's worker, where the shop's bundler or policy asks for a way of its own. Goes before `workerUrl`; `engine.worker.js` must run in it. */
  readonly workerFactory?: () => Worker | Promise<Worker>;
  /**
   * Whether this device may train the ranking on what its own shopper chooses, for itself. Default: where the catalogue has no model
   * section (`inkling build --train`), since only there it has been shown to help.
   */
  readonly learn?: boolean;
  /**
   * Share of personal lists in which one place is given to a product drawn from the best 50, so that there is something to learn:
   * 0 to 0.2. Default 0.05.
   */
  readonly explore?: number;
  /** Default: nothing is ever sent, whatever the shopper's `contribute` switch says. */
  readonly federation?: FederationOptions;
  /** What is read on the page without a line of the shop's code for it, where it is there. Default: all of these; `[]` for none. */
  readonly sources?: readonly SourceName[];
  /** Name of the global that holds the tag manager's data layer. Default "dataLayer". */
  readonly dataLayer?: string;
  /** Whether a browser that a program drives (`navigator.webdriver`) records as well: tests and crawlers are no shoppers. Default false. */
  readonly automated?: boolean;
}

/** `reason` says why nothing was kept, when nothing was ("sensitive": of such products nothing ever is); `message` also which items were left out of what was. */
export interface TrackReply {
  readonly stored: number;
  readonly reason:
    | "ok"
    | "invalid"
    | "duplicate"
    | "consent"
    | "sensitive"
    | "paused"
    | "automated"
    | "no-worker"
    | "timeout"
    | "destroyed";
  readonly message?: string;
}

/** What became of something asked for: "ok", or why it was not done, `message` in more words. */
export interface Done {
  readonly reason: "ok" | "no-worker" | "storage" | "request" | "timeout" | "destroyed";
  readonly message?: string;
}

/** `erased`: how many events were forgotten. Unless the reason is "ok" some or all may still be there. */
export interface EraseReply extends Done {
  readonly erased: number;
}

/** `wishes`: all there are now, the newest first; none where the engine did not answer. */
export interface SteerReply extends Done {
  readonly wishes: readonly Steering[];
}

/** `file` is absent unless the reason is "ok". */
export interface ExportReply extends Done {
  readonly file?: ExportFile;
}

/** `imported`: how many events were new. */
export interface ImportReply extends Done {
  readonly imported: number;
}

/**
 * How an engine is started, the first that works: the shop's own worker, a blob of its source, a blob that imports it, and the page's own thread, in slices and
 * without anything learned on the device.
 */
export type StepName = "own-worker" | "blob-source" | "blob-import" | "main-thread";

/** A step that led to no engine, and why. */
export interface FailedStep {
  readonly step: StepName;
  readonly why: string;
}

export type State = "waiting" | "starting" | "ready" | "degraded" | "off";

export interface Status {
  readonly version: string;
  /** "degraded": something is missing and `message` says what; the shop's own order stands wherever ranking cannot. */
  readonly state: State;
  readonly message: string;
  /** The same for a program. "catalog-blocked": a policy or a missing header keeps the page from it. "insecure-context": the page is not served by https, and lacks what only such pages have. */
  readonly reason:
    | "ok"
    | "no-worker"
    | "no-storage"
    | "insecure-context"
    | "no-catalogue"
    | "catalog-failed"
    | "catalog-blocked";
  readonly worker: {
    readonly state: "none" | "running" | "failed";
    readonly restarts: number;
    /** How the engine was started; absent while none runs. */
    readonly step?: StepName;
    /** What was tried before that, in order. */
    readonly tried: readonly FailedStep[];
    readonly message?: string;
  };
  readonly consent: Consent;
  /** What setContext() and the options said so far. */
  readonly context: PageContext;
  /** Absent while the worker is not running. */
  readonly engine?: EngineStatus;
  /** Events refused by the parser and calls that failed, since the page was opened, with the last few messages. */
  readonly problems: { readonly count: number; readonly last: readonly string[] };
}

export interface InklingEvents {
  /** Rankings may differ from now on. */
  change: undefined;
  status: Status;
}

/** Every method resolves; none rejects or throws for what happens at run time. */
export interface Inkling {
  /** Resolves when the engine has opened its store and catalogue, or has given up; never rejects. */
  readonly ready: Promise<Status>;
  /**
   * Records one event. `name` and `params` are GA4's e-commerce vocabulary: `track("view_item", {items: [{item_id}]})`;
   * `item_id` alone may stand for one item. Resolves once the event is durable.
   */
  track(name: string, params?: Readonly<Record<string, unknown>>): Promise<TrackReply>;
  rank(request?: RankRequest): Promise<RankReply>;
  /** Products like this one, by the catalogue and what other shoppers did; the shopper's own taste breaks ties. */
  similar(id: string, options?: { readonly n?: number; readonly display?: boolean }): Promise<RankReply>;
  explain(id: string): Promise<Explanation>;
  profile(): Promise<Profile>;
  /** What the shopper will look at, category by category. Default horizon: "next-session". */
  forecast(options?: { readonly horizon?: ForecastHorizon }): Promise<Forecast>;
  /**
   * The newest events kept on this device, newest first, at most `limit` (default 100, at most 1,000). Empty as well when the
   * engine did not answer, which `status().problems` counts.
   */
  events(limit?: number): Promise<readonly ShopEvent[]>;
  status(): Promise<Status>;
  on<K extends keyof InklingEvents>(name: K, listener: (value: InklingEvents[K]) => void): () => void;
  setContext(context: PageContext): void;
  /**
   * Changes the switches named, over all that banners say, and answers what holds for all three. `store: false` erases what there is. `by: "shopper"`: the shopper
   * has set them in person. What they turn off is remembered on this device and stays off, whoever says otherwise, until they turn it on themselves.
   */
  consent(change?: Partial<Consent>, by?: "shop" | "shopper"): Promise<Consent>;
  /** Everything kept on this device. */
  export(): Promise<ExportReply>;
  /**
   * Takes in the events of a file that export() gave, in this browser or another. They serve this shopper's rankings and are never contributed, and the
   * larger of both privacy budgets' spendings counts from then on.
   */
  import(file: unknown): Promise<ImportReply>;
  /** Forgets everything; every open tab forgets with it. Asked again of the next worker when one dies over it. */
  erase(): Promise<EraseReply>;
  /**
   * What the shopper asks for by name: more or less of a product's kind, a category or a brand, or never again. Kept on the device, and heard by every ranking
   * that is personal ("never" by all that are made while it is kept). Without a change it only answers what is wished for.
   */
  steer(change?: SteeringChange): Promise<SteerReply>;
  /** Forgets what the shopper did and what was learned of it, as erase() does, and keeps what they asked for, the log of what was sent and the ledger. */
  startAfresh(): Promise<EraseReply>;
  /** Stops recording and personal ranking until `resume()`. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Stops the workers and removes every listener. */
  destroy(): void;
}
