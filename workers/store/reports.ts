import { type Charge, charge, type Refusal } from "../../src/core/privacy/ledger/charge.ts";
import { type LedgerLimits, newLedger } from "../../src/core/privacy/ledger/ledger.ts";
import { changeEntry, numberOf, readContributed } from "./contributed.ts";
import type { Database } from "./database.ts";
import { readLedger, writeLedger } from "./ledger.ts";
import { parseOutgoing } from "./parse.ts";
import type { WriteTransaction } from "./schema.ts";
import type { Contributed, Outgoing, ReportEntry, ReportFate } from "./store.ts";

/** Lines of the log; the oldest go. */
const MOST_ENTRIES = 200;

/** What a reporter finds as it begins. */
export interface Beginning {
  /** Changes when reports are cancelled, all is erased, or something is imported: what was begun before is not put any more. */
  readonly marker: unknown;
  /** When the ledger began (epoch ms): before the first report of this storage, and after the last that an erasure made it forget. */
  readonly begunMs: number;
  /** Events up to this one came with an import and are not this device's to contribute; 0 where there are none. */
  readonly importedSeq: number;
}

/** A report with all that is kept of it. */
export interface Written {
  readonly outgoing: Outgoing;
  readonly entry: ReportEntry;
  readonly cost: Charge;
}

/** known: this report, or one to the same plan, was put before. forgotten: cancelled, erased or imported since it was begun. */
export type Put = "put" | "known" | "forgotten" | Refusal;

/**
 * Ledger, outbox and log in IndexedDB. Other keys of the table "ledger": "marker", another one whenever reports are cancelled, all is erased or something is
 * imported; "imported", the last event that came with an import; "next", when there is something to do again; "tokens", how many were asked for.
 */
export class ReportTable {
  readonly #database: Database;
  readonly #now: () => number;

  constructor(database: Database, now: () => number) {
    this.#database = database;
    this.#now = now;
  }

  read(): Promise<Contributed> {
    return readContributed(this.#database, this.#now());
  }

  /** Begins the ledger where there is none: its cool-down counts from now. */
  begin(): Promise<Beginning> {
    return this.#database.write(["ledger"], "relaxed", async (tx) => {
      const table = tx.objectStore("ledger");
      const [marker, imported] = await Promise.all([table.get("marker"), table.get("imported")]);
      const ledger = (await readLedger(tx, this.#now())) ?? newLedger(this.#now());
      await writeLedger(tx, ledger);
      return { marker, begunMs: ledger.begunMs, importedSeq: typeof imported === "number" ? imported : 0 };
    });
  }

  /** Whether a report to this plan was written before. */
  async has(plan: string): Promise<boolean> {
    const key = await this.#database.read(["reports"], (tx) => tx.objectStore("reports").index("plan").getKey(plan));
    return key !== undefined;
  }

  /** Why a report would not be put for what it costs; undefined where it would be. */
  refusal(cost: Charge, limits: LedgerLimits): Promise<Refusal | undefined> {
    return this.#database.write(["ledger"], "relaxed", async (tx) => {
      const nowMs = this.#now();
      const charged = charge((await readLedger(tx, nowMs)) ?? newLedger(nowMs), cost, limits, nowMs);
      if (charged.ok) return undefined;
      await writeLedger(tx, charged.ledger);
      return charged.reason;
    });
  }

  /** Counts a request for a token, before it is sent. */
  asking(): Promise<void> {
    return this.#database.write(["ledger"], "relaxed", async (tx) => {
      const table = tx.objectStore("ledger");
      await table.put(numberOf(await table.get("tokens")) + 1, "tokens");
    });
  }

  /** Charges a report and puts it into outbox and log, all or nothing, and notes when it is due. Strict: what leaves later must never be uncharged. */
  put({ outgoing, entry, cost }: Written, begun: Beginning, limits: LedgerLimits): Promise<Put> {
    return this.#database.write(["ledger", "outbox", "reports"], "strict", async (tx) => {
      const nowMs = this.#now();
      const reports = tx.objectStore("reports");
      if ((await tx.objectStore("ledger").get("marker")) !== begun.marker) return "forgotten";
      if ((await reports.index("plan").getKey(entry.plan)) !== undefined) return "known";
      if ((await reports.getKey(entry.id)) !== undefined) return "known";
      const charged = charge((await readLedger(tx, nowMs)) ?? newLedger(nowMs), cost, limits, nowMs);
      await writeLedger(tx, charged.ledger);
      if (!charged.ok) return charged.reason;
      await forgetOldest(tx);
      await tx.objectStore("outbox").put(outgoing, outgoing.id);
      await reports.put(entry, entry.id);
      const next = await tx.objectStore("ledger").get("next");
      if (!(typeof next === "number" && next < outgoing.dueMs))
        await tx.objectStore("ledger").put(outgoing.dueMs, "next");
      return "put";
    });
  }

  /** The reports that wait, the first due first. */
  async waiting(): Promise<readonly Outgoing[]> {
    const rows = await this.#database.read(["outbox"], (tx) => tx.objectStore("outbox").getAll());
    return rows.flatMap((row) => parseOutgoing(row) ?? []).sort((a, b) => a.dueMs - b.dueMs);
  }

  /** Notes that a report is being sent, before it is: false where it does not wait any more. */
  sending(id: string): Promise<boolean> {
    return this.#database.write(["outbox", "reports"], "relaxed", async (tx) => {
      const outgoing = parseOutgoing(await tx.objectStore("outbox").get(id));
      if (outgoing === undefined) return false;
      await tx.objectStore("outbox").put({ ...outgoing, tries: outgoing.tries + 1 }, id);
      await changeEntry(tx, id, { sentMs: this.#now() });
      return true;
    });
  }

  /** It is sent again, later. */
  postpone(id: string, dueMs: number): Promise<void> {
    return this.#database.write(["outbox"], "relaxed", async (tx) => {
      const outgoing = parseOutgoing(await tx.objectStore("outbox").get(id));
      if (outgoing !== undefined) await tx.objectStore("outbox").put({ ...outgoing, dueMs }, id);
    });
  }

  /** It waits no more. */
  settle(id: string, fate: Exclude<ReportFate, "waiting">): Promise<void> {
    return this.#database.write(["outbox", "reports"], "relaxed", async (tx) => {
      await Promise.all([tx.objectStore("outbox").delete(id), changeEntry(tx, id, { fate })]);
    });
  }

  schedule(nextMs: number): Promise<void> {
    return this.#database.write(["ledger"], "relaxed", async (tx) => {
      await tx.objectStore("ledger").put(nextMs, "next");
    });
  }
}

/** Those that wait are the newest: only what was settled long ago goes. */
async function forgetOldest(tx: WriteTransaction): Promise<void> {
  const reports = tx.objectStore("reports");
  const excess = (await reports.count()) - MOST_ENTRIES + 1;
  if (excess <= 0) return;
  const oldest = await reports.index("atMs").getAllKeys(null, excess);
  await Promise.all(oldest.map((key) => reports.delete(key)));
}
