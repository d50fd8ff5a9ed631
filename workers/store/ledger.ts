import { withImported } from "../../src/core/privacy/ledger/carry.ts";
import { type Ledger, newLedger } from "../../src/core/privacy/ledger/ledger.ts";
import { parseLedger } from "../../src/core/privacy/ledger/parse.ts";
import type { ReadTransaction, WriteTransaction } from "./schema.ts";

/** More than any device may spend: what a total counts as that cannot be read. */
const UNREADABLE = 2 ** 40;

/** The device's ledger; undefined where none has begun. One that cannot be read begins anew, with the total that is kept beside it. */
export async function readLedger(tx: ReadTransaction | WriteTransaction, nowMs: number): Promise<Ledger | undefined> {
  const table = tx.objectStore("ledger");
  const [kept, spent] = await Promise.all([table.get("ledger"), table.get("spent")]);
  if (kept === undefined && spent === undefined) return undefined;
  return parseLedger(kept) ?? newLedger(nowMs, isCount(spent) ? spent : UNREADABLE);
}

export async function writeLedger(tx: WriteTransaction, ledger: Ledger): Promise<void> {
  const table = tx.objectStore("ledger");
  await Promise.all([table.put(ledger, "ledger"), table.put(ledger.spentMicroRho, "spent")]);
}

/**
 * What erasing leaves: the total alone, so that the next ledger begins with it, in a new cool-down; and a mark, by which a reporter at work knows that
 * what it is about to write was forgotten. Waits for nothing, see EventTable.append.
 */
export function forgetLedger(tx: WriteTransaction, nowMs: number): Promise<unknown>[] {
  const table = tx.objectStore("ledger");
  const gone = ["ledger", "imported", "next", "tokens"].map((key) => table.delete(key));
  return [...gone, table.put(nowMs, "marker")];
}

/** Bars all events up to `seq` from ever being contributed, and takes the larger of every figure of both ledgers. */
export async function importLedger(
  tx: WriteTransaction,
  seq: number | undefined,
  imported: Ledger | undefined,
  nowMs: number,
): Promise<void> {
  if (seq !== undefined) await tx.objectStore("ledger").put(seq, "imported");
  if (imported === undefined) return;
  await writeLedger(tx, withImported((await readLedger(tx, nowMs)) ?? newLedger(nowMs), imported));
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
