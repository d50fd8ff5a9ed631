import { Reader, Writer } from "../bytes.ts";
import { HASH_BYTES, ID_BYTES, MAX_BATCH_BYTES, MAX_BATCH_REPORTS, MAX_TOKEN_BYTES, PROTOCOL } from "./bounds.ts";
import { RefusedError, refusing } from "./refusal.ts";
import { type Box, readBox, writeBox } from "./report.ts";

/** The helper's part of one report. */
export interface BatchReport {
  readonly reportId: Uint8Array;
  readonly token: Uint8Array;
  readonly box: Box;
}

/** Leader to helper: the reports that both are to add, or not, together. */
export interface Batch {
  readonly planHash: Uint8Array;
  readonly round: number;
  /** 16 random bytes. The same batch sent again gets the same answer. */
  readonly batchId: Uint8Array;
  readonly reports: readonly BatchReport[];
}

const BATCH = [0x49, 0x42];
const VERDICT = [0x49, 0x56];

/** "IB", u8 protocol, plan hash, u32 round, batch id, u16 count, and of each report id, u16 length and token, box. */
export function encodeBatch({ planHash, round, batchId, reports }: Batch): Uint8Array<ArrayBuffer> {
  const writer = begun(BATCH).raw(planHash).u32(round).raw(batchId).u16(reports.length);
  for (const { reportId, token, box } of reports) {
    writer.raw(reportId).u16(token.length).raw(token);
    writeBox(writer, box);
  }
  return writer.finish();
}

/** Views on `bytes`. Throws RefusedError; report ids are distinct. */
export function parseBatch(bytes: Uint8Array): Batch {
  if (bytes.length > MAX_BATCH_BYTES) throw new RefusedError("too-large", "the batch is too large");
  return refusing(() => {
    const reader = opened(bytes, BATCH, "the batch");
    const head = { planHash: reader.raw(HASH_BYTES), round: reader.u32(), batchId: reader.raw(ID_BYTES) };
    const reports = Array.from({ length: counted(reader) }, () => batchReport(reader));
    reader.end();
    if (new Set(reports.map(({ reportId }) => String(reportId))).size < reports.length)
      throw new RefusedError("malformed", "the batch names a report twice");
    return { ...head, reports };
  });
}

function counted(reader: Reader): number {
  const count = reader.u16();
  if (count < 1 || count > MAX_BATCH_REPORTS)
    throw new RefusedError("range", `a batch has 1 to ${MAX_BATCH_REPORTS} reports, not ${count}`);
  return count;
}

function batchReport(reader: Reader): BatchReport {
  const reportId = reader.raw(ID_BYTES);
  const tokenBytes = reader.u16();
  if (tokenBytes > MAX_TOKEN_BYTES) throw new RefusedError("too-large", "a token of the batch is too large");
  return { reportId, token: reader.raw(tokenBytes), box: readBox(reader) };
}

/** Helper to leader: which reports of the batch it has added, in their order. */
export interface Verdict {
  readonly batchId: Uint8Array;
  readonly accepted: readonly boolean[];
}

/** "IV", u8 protocol, batch id, u16 count, one bit a report, the first in the lowest bit; bits beyond the count are 0. */
export function encodeVerdict({ batchId, accepted }: Verdict): Uint8Array<ArrayBuffer> {
  const mask = new Uint8Array(Math.ceil(accepted.length / 8));
  accepted.forEach((yes, at) => {
    if (yes) mask[at >> 3] = mask[at >> 3]! | (1 << (at & 7));
  });
  return begun(VERDICT).raw(batchId).u16(accepted.length).raw(mask).finish();
}

export function parseVerdict(bytes: Uint8Array): Verdict {
  return refusing(() => {
    const reader = opened(bytes, VERDICT, "the verdict");
    const batchId = reader.raw(ID_BYTES);
    const count = counted(reader);
    const mask = reader.raw(Math.ceil(count / 8));
    reader.end();
    if (count % 8 !== 0 && mask.at(-1)! >>> (count % 8) !== 0) throw reader.error("has a bit for no report");
    return { batchId, accepted: Array.from({ length: count }, (_, at) => ((mask[at >> 3]! >> (at & 7)) & 1) === 1) };
  });
}

function begun(magic: readonly number[]): Writer {
  const writer = new Writer();
  for (const letter of magic) writer.u8(letter);
  return writer.u8(PROTOCOL);
}

function opened(bytes: Uint8Array, magic: readonly number[], what: string): Reader {
  const reader = new Reader(bytes, what);
  for (const letter of magic) if (reader.u8() !== letter) throw reader.error("does not begin like one");
  const protocol = reader.u8();
  if (protocol !== PROTOCOL) throw new RefusedError("version", `${what} is of protocol ${protocol}`);
  return reader;
}
