import type { Federation } from "../src/core/bridge/federation.ts";
import type { Digest, TextCodec } from "../src/core/bytes.ts";
import { FetchError } from "../src/core/errors.ts";
import { EMPTY_COMPACTED } from "../src/core/event/compact.ts";
import type { Charge } from "../src/core/privacy/ledger/charge.ts";
import { DEMONSTRATION_LIMITS, DEVICE_LIMITS } from "../src/core/privacy/ledger/limits.ts";
import type { RandomBytes } from "../src/core/privacy/random.ts";
import { RandomWords } from "../src/core/privacy/words.ts";
import type { Product } from "../src/core/rank/product.ts";
import { type Agreed, agreedPlan } from "./federated/agreed.ts";
import { baseHead } from "./federated/base.ts";
import { DeclinedError } from "./federated/declined.ts";
import { evenly } from "./federated/evenly.ts";
import { type Material, measure } from "./federated/measure.ts";
import { type Net, openNet } from "./federated/net.ts";
import { about, backOff, DEMONSTRATION_PACE, PACE, type Pace, untilSent } from "./federated/pace.ts";
import { sealReport } from "./federated/report.ts";
import { send } from "./federated/send.ts";
import type { TokenParts } from "./federated/tokens/parts.ts";
import { choices } from "./serve/choices.ts";
import { keptCatalogue } from "./serve/kept.ts";
import { Memory } from "./serve/memory.ts";
import type { ReportingStore } from "./store/reporting.ts";
import type { Beginning, Put, Written } from "./store/reports.ts";
import type { ForeignChange, Outgoing } from "./store/store.ts";

/** What a reporter needs from where it runs. */
export interface ReporterPlatform {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly random: RandomBytes;
  readonly text: TextCodec;
  readonly digest: Digest;
  readonly product: () => Product;
  readonly loadTokenParts: () => Promise<TokenParts>;
  /** Awaited between pieces of work. */
  readonly pause: () => Promise<void>;
  readonly sleep: (ms: number) => Promise<void>;
  readonly openStore: (onForeignChange: (what: ForeignChange) => void) => Promise<ReportingStore>;
}

/** What became of a reporter's life: of what it sent, or else of the plan it looked for. */
export interface Reported {
  /** "waiting": nothing was to be done. */
  readonly outcome: "sent" | Put | "no plan" | "declined" | "unreachable" | "waiting" | "busy elsewhere";
  /** In words, where there is more to say. */
  readonly why: string;
}

/**
 * Sends what waits and is due; where nothing waits, looks for a plan and writes a report to it, which waits for another time. Notes when there is
 * something to do again. Rejects when something breaks.
 */
export async function report(federation: Federation, platform: ReporterPlatform): Promise<Reported> {
  const life = new AbortController();
  const store = await platform.openStore((what) => {
    if (what === "erased" || what === "cancelled") life.abort(new Error(`all reports were ${what}`));
  });
  try {
    const reporter = new Reporter(federation, platform, store, life.signal);
    return (await store.alone(() => reporter.run())) ?? { outcome: "busy elsewhere", why: "" };
  } finally {
    store.tell();
    store.close();
  }
}

class Reporter {
  readonly #federation: Federation;
  readonly #platform: ReporterPlatform;
  readonly #store: ReportingStore;
  readonly #net: Net;
  readonly #pace: Pace;
  readonly #words: RandomWords;

  constructor(federation: Federation, platform: ReporterPlatform, store: ReportingStore, life: AbortSignal) {
    this.#federation = federation;
    this.#platform = platform;
    this.#store = store;
    this.#net = openNet(life);
    this.#pace = federation.demonstration ? DEMONSTRATION_PACE : PACE;
    this.#words = new RandomWords(platform.random);
  }

  async run(): Promise<Reported> {
    const { reports } = this.#store;
    const begun = await reports.begin();
    const sent = await this.#sendDue();
    const { nextMs } = await reports.read();
    const waiting = await reports.waiting();
    // A clock set back since makes nothing wait for ever.
    const early = nextMs > this.#platform.now() && nextMs < this.#platform.now() + 2 * this.#pace.lookMs;
    if (waiting.length > 0 || sent || early) {
      await this.#schedule(waiting, early && !sent ? nextMs : undefined);
      return { outcome: sent ? "sent" : "waiting", why: "" };
    }
    // Before anything that takes its time: a worker that is killed on the way comes again no sooner than others.
    await this.#schedule([], undefined);
    return this.#look(begun);
  }

  /** Whether any was. */
  async #sendDue(): Promise<boolean> {
    let sent = false;
    for (const outgoing of await this.#store.reports.waiting()) {
      const nowMs = this.#platform.now();
      if (nowMs >= outgoing.untilMs) await this.#store.reports.settle(outgoing.id, "late");
      else if (nowMs >= outgoing.dueMs) sent = (await this.#send(outgoing)) || sent;
    }
    return sent;
  }

  async #send({ id, bytes, tries }: Outgoing): Promise<boolean> {
    const { reports } = this.#store;
    if (!(await reports.sending(id))) return false;
    const answer = await send(this.#net, this.#federation.leader, bytes, this.#platform.text);
    if (answer === "accepted" || answer === "rejected") await reports.settle(id, answer);
    // Its round is over. What it cost stays spent: whether its bytes were looked at nobody here knows.
    else if (answer === "refetch-plan") await reports.settle(id, "late");
    else await reports.postpone(id, this.#platform.now() + backOff(this.#pace, tries, this.#words));
    return true;
  }

  async #look(begun: Beginning): Promise<Reported> {
    const { now, text, digest } = this.#platform;
    const limits = this.#limits();
    try {
      const isAnswered = (hash: string) => this.#store.reports.has(hash);
      const { begunMs } = begun;
      const asking = { federation: this.#federation, limits, net: this.#net, text, digest, now, begunMs, isAnswered };
      const agreed = await agreedPlan(asking);
      if (agreed === undefined) return { outcome: "no plan", why: "" };
      const refusal = await this.#store.reports.refusal(costOf(agreed), limits);
      if (refusal !== undefined) return { outcome: refusal, why: "" };
      const written = await this.#write(agreed, begun);
      return { outcome: await this.#store.reports.put(written, begun, limits), why: "" };
    } catch (error) {
      if (error instanceof DeclinedError) return { outcome: "declined", why: error.message };
      if (error instanceof FetchError) return { outcome: "unreachable", why: error.message };
      throw error;
    }
  }

  /** What is asked of the network does not depend on whether there is anything to say. */
  async #write(agreed: Agreed, begun: Beginning): Promise<Written> {
    const { plan, hash } = agreed;
    const { leader } = this.#federation;
    const { random, text, digest, now } = this.#platform;
    const head = await baseHead(plan, leader, this.#net, digest);
    const values = await evenly(
      async (isOver) => measure(plan.blocks, await this.#material(head, begun, isOver)),
      measure(plan.blocks, undefined),
      this.#pace.measureMs,
      this.#platform,
    );
    const token = await this.#token(agreed);
    const { id, bytes } = await sealReport(agreed, values, { token, random, text, digest });
    const nowMs = now();
    const dueMs = nowMs + untilSent(this.#pace, plan.epoch.until - nowMs, this.#words);
    return {
      outgoing: { id, bytes, dueMs, untilMs: plan.epoch.until, tries: 0 },
      entry: {
        id,
        plan: hash,
        task: plan.task,
        round: plan.round,
        to: leader,
        atMs: nowMs,
        bytes: bytes.length,
        blocks: plan.blocks.map(({ name }) => name),
        microRho: plan.microRho,
        fate: "waiting",
      },
      cost: costOf(agreed),
    };
  }

  /** Asked for as a report is written, spent as it is sent, at another time; empty where the plan asks for none. */
  async #token(agreed: Agreed): Promise<Uint8Array> {
    const { tokens } = agreed.plan;
    if (tokens === null) return new Uint8Array();
    const { random, text, digest, pause, loadTokenParts } = this.#platform;
    const { leader: issuer, session } = this.#federation;
    const onAsk = () => this.#store.reports.asking();
    const asking = { agreed, tokens, issuer, session, net: this.#net, random, text, digest, pause, onAsk };
    const token = await (await loadTokenParts()).fetchToken(asking);
    if (typeof token === "string") throw new DeclinedError(token);
    return token;
  }

  /** What came with an import, and all that it may have been folded into, is another device's to contribute. */
  async #material(
    head: Material["head"],
    { importedSeq }: Beginning,
    isOver: () => boolean,
  ): Promise<Material | undefined> {
    const { now, digest, text, product, pause } = this.#platform;
    const kept = await keptCatalogue(this.#store, { text, digest, product });
    if (kept === undefined) return undefined;
    const memory = new Memory();
    await memory.reload(this.#store);
    const events = memory.inTime(now()).filter(({ seq }) => seq > importedSeq);
    const compacted = importedSeq > 0 ? EMPTY_COMPACTED : memory.compacted;
    const { prepared } = kept;
    const resolve: Material["resolve"] = (id) => prepared.aliases.resolve(id);
    return { head, prepared, resolve, events, lists: await choices(prepared, events, compacted, pause, isOver) };
  }

  /** @param keptMs When a plan is looked for, if that was decided before. */
  async #schedule(waiting: readonly Outgoing[], keptMs: number | undefined): Promise<void> {
    const lookMs = keptMs ?? this.#platform.now() + about(this.#pace.lookMs, this.#words);
    await this.#store.reports.schedule(waiting.reduce((next, { dueMs }) => Math.min(next, dueMs), lookMs));
  }

  #limits(): typeof DEVICE_LIMITS {
    return this.#federation.demonstration ? DEMONSTRATION_LIMITS : DEVICE_LIMITS;
  }
}

const costOf = ({ plan }: Agreed): Charge => ({
  plan: plan.task,
  microRho: plan.microRho,
  planMicroRho: plan.participationCap * plan.microRho,
});
