import type { Federation } from "../src/core/bridge/federation.ts";
import type { Digest, TextCodec } from "../src/core/bytes.ts";
import { EMPTY_COMPACTED } from "../src/core/event/compact.ts";
import type { Charge } from "../src/core/privacy/ledger/charge.ts";
import { DEMONSTRATION_LIMITS, DEVICE_LIMITS } from "../src/core/privacy/ledger/limits.ts";
import type { RandomBytes } from "../src/core/privacy/random.ts";
import { RandomWords } from "../src/core/privacy/words.ts";
import { plainProduct } from "../src/core/rank/product.ts";
import { SHARED_PROPENSITY } from "../src/core/rank/tuning/lists.ts";
import { beside, type Judged, judged } from "../src/core/rank/tuning/shared.ts";
import { type Agreed, agreedPlan, taskAnswer } from "./federated/agreed.ts";
import { DeclinedError } from "./federated/declined.ts";
import { evenly } from "./federated/evenly.ts";
import { type Material, measure } from "./federated/measure.ts";
import { type Net, openNet } from "./federated/net.ts";
import { about, backOff, DEMONSTRATION_PACE, PACE, type Pace, untilSent } from "./federated/pace.ts";
import { sealReport } from "./federated/report.ts";
import { send } from "./federated/send.ts";
import type { TokenParts } from "./federated/tokens/parts.ts";
import { type Tried, tried } from "./federated/tried.ts";
import { type NamedModel, namedModel } from "./reporter/named.ts";
import { choices } from "./serve/choices.ts";
import { inTime } from "./serve/in-time.ts";
import { keptCatalogue } from "./serve/kept.ts";
import type { ReportingStore } from "./store/reporting.ts";
import type { Beginning, Put, Written } from "./store/reports.ts";
import type { ForeignChange, Outgoing } from "./store/store.ts";

/** After which nothing of what was read is to leave. */
const ENDS: readonly ForeignChange[] = ["erased", "afresh", "cancelled", "withdrawn"];

/** What a reporter needs from where it runs. */
export interface ReporterPlatform {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly random: RandomBytes;
  readonly text: TextCodec;
  readonly digest: Digest;
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
  /** Why the model that the task names is not ranked with, where that is the leader's fault. */
  readonly model?: string;
}

/** What a device's events come to: a plan's values, and whether a model is any good to it. */
interface Said {
  readonly values: readonly Float64Array[];
  readonly judgement: Judged | undefined;
}

/**
 * Sends what waits and is due; where nothing waits, looks for a plan and writes a report to it, which waits for another time, and for the model that came of
 * earlier ones. Notes when there is something to do again. Rejects when something breaks.
 */
export async function report(federation: Federation, platform: ReporterPlatform): Promise<Reported> {
  const life = new AbortController();
  const store = await platform.openStore((what) => {
    if (ENDS.includes(what)) life.abort(new Error("what was to be reported was erased or cancelled"));
  });
  try {
    const reporter = new Reporter(federation, platform, store, life.signal);
    return (await store.alone(() => reporter.run())) ?? { outcome: "busy elsewhere", why: "" };
  } finally {
    store.tell("reports");
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
    const isAnswered = (hash: string) => this.#store.reports.has(hash);
    const [limits, { begunMs }] = [this.#limits(), begun];
    const asking = { federation: this.#federation, limits, net: this.#net, text, digest, now, begunMs, isAnswered };
    const answer = await tried(() => taskAnswer(asking));
    if (!answer.ok) return refused(answer);
    const { done: task } = answer;
    // What is asked of the network does not depend on whether there is anything to say.
    const model = await tried(() => namedModel(asking, this.#store.shared, task, this.#words));
    const plan = await tried(() => agreedPlan(asking, task, model.done));
    const said = await this.#measured(begun, plan.done, model.done);
    const { done: agreed } = plan;
    const put = agreed && (await tried(() => this.#put(agreed, said.values, begun)));
    if (model.ok) await this.#follow(model.done, said.judgement, begun);
    const failed = plan.ok ? put : plan;
    const reported: Reported = failed?.ok === false ? refused(failed) : { outcome: put?.done ?? "no plan", why: "" };
    return model.ok ? reported : { ...reported, model: model.why };
  }

  /** What this device has to say to a plan, and of a model. */
  #measured(begun: Beginning, agreed: Agreed | undefined, model: NamedModel | undefined): Promise<Said> {
    const say = (material: Material | undefined): Said => ({
      values: agreed ? measure(agreed.plan.blocks, agreed.weights, material) : [],
      judgement: model && judged(material?.lists ?? [], model.weights),
    });
    const nothing = say(undefined);
    if (agreed === undefined && model === undefined) return Promise.resolve(nothing);
    const work = async (isOver: () => boolean) => say(await this.#material(begun, isOver));
    return evenly(work, nothing, this.#pace.measureMs, this.#platform);
  }

  /** No token is asked for where no report may be put. */
  async #put(agreed: Agreed, values: Said["values"], begun: Beginning): Promise<Put> {
    const { reports } = this.#store;
    const limits = this.#limits();
    const refusal = await reports.refusal(costOf(agreed), limits);
    return refusal ?? reports.put(await this.#write(agreed, values), begun, limits);
  }

  async #write(agreed: Agreed, values: Said["values"]): Promise<Written> {
    const { plan, hash } = agreed;
    const { random, text, digest, now } = this.#platform;
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
        to: this.#federation.leader,
        trustMode: plan.trustMode,
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
    const { leader: issuer, session } = this.#federation;
    const onAsk = () => this.#store.reports.asking();
    const asking = { ...this.#platform, agreed, tokens, issuer, session, net: this.#net, onAsk };
    const token = await (await this.#platform.loadTokenParts()).fetchToken(asking);
    if (typeof token === "string") throw new DeclinedError(token);
    return token;
  }

  /** Judged anew at every look, since there is more to judge by. */
  async #follow(model: NamedModel | undefined, judgement: Judged | undefined, begun: Beginning): Promise<void> {
    const { shared } = this.#store;
    const shall = model && judgement && { ...model, ...judgement, atMs: this.#platform.now() };
    if ((shall ?? (await shared.read())) === undefined) return;
    if (await shared.follow(shall, begun.marker)) this.#store.tell("models");
  }

  /** What came with an import, and all that it may have been folded into, is another device's to contribute. */
  async #material({ importedSeq }: Beginning, isOver: () => boolean): Promise<Material | undefined> {
    const { now, digest, text, pause } = this.#platform;
    const kept = await keptCatalogue(this.#store, { text, digest, product: () => plainProduct });
    if (kept === undefined) return undefined;
    const past = await this.#store.read();
    const events = inTime(past.events, now()).filter(({ seq }) => seq > importedSeq);
    const compacted = importedSeq > 0 ? EMPTY_COMPACTED : past.compacted;
    const { prepared } = kept;
    const resolve: Material["resolve"] = (id) => prepared.aliases.resolve(id);
    const chosen = await choices(prepared, events, compacted, SHARED_PROPENSITY, pause, isOver);
    const lists = beside(prepared.learned?.head, chosen);
    return { prepared, resolve, events, lists };
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

const refused = ({ outcome, why }: Extract<Tried<unknown>, { ok: false }>): Reported => ({ outcome, why });
