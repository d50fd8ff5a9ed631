import { withImported } from "../../src/core/privacy/ledger/carry.ts";
import { type Ledger, newLedger } from "../../src/core/privacy/ledger/ledger.ts";
import { parseLedger, parsePlans } from "../../src/core/privacy/ledger/parse.ts";
import type { ReadTransaction, WriteTransaction } from "./schema.ts";

/** More than any device may spend: what a total counts as that cannot be read. */
const UNREADABLE = 2 ** 40;

/** The device's ledger; undefined where none has begun. One that cannot be read begins anew, with what was spent, which is kept beside it. */
export async function readLedger(tx: ReadTransaction | WriteTransaction, nowMs: number): Promise<Ledger | undefined> {
  const table = tx.objectStore("ledger");
  const [kept, spent, plans] = await Promise.all(["ledger", "spent", "plans"].map((key) => table.get(key)));
  if (kept === undefined && spent === undefined) return undefined;
  return parseLedger(kept) ?? newLedger(nowMs, isCount(spent) ? spent : UNREADABLE, parsePlans(plans));
}

export async function writeLedger(tx: WriteTransaction, ledger: Ledger): Promise<void> {
  const table = tx.objectStore("ledger");
  const { spentMicroRho, plans } = ledger;
  await Promise.all([table.put(ledger, "ledger"), table.put(spentMicroRho, "spent"), table.put(plans, "plans")]);
}

/** From here on a reporter that began before knows that what it is about to write was forgotten. Waits for nothing. */
export function mark(tx: WriteTransaction): Promise<unknown> {
  return tx.objectStore("ledger").put(crypto.getRandomValues(new Uint32Array(4)).join(), "marker");
}

/**
 * What erasing leaves: what was spent, in all and on each plan, so that the next ledger begins with it, in a new cool-down; and a mark. Waits for nothing,
 * see EventTable.append.
 */
export function forgetLedger(tx: WriteTransaction): Promise<unknown>[] {
  const table = tx.objectStore("ledger");
  return [...["ledger", "imported", "next", "tokens"].map((key) => table.delete(key)), mark(tx)];
}

/**
 * Bars all events up to `seq` from ever being contributed, also by a reporter that read them before it could know; and takes the larger of every figure of
 * both ledgers.
 */
export async function importLedger(
  tx: WriteTransaction,
  seq: number | undefined,
  imported: Ledger | undefined,
  nowMs: number,
): Promise<void> {
  await mark(tx);
  if (seq !== undefined) await tx.objectStore("ledger").put(seq, "imported");
  if (imported === undefined) return;
  await writeLedger(tx, withImported((await readLedger(tx, nowMs)) ?? newLedger(nowMs), imported));
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
