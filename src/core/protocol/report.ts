import { Reader, Writer } from "../bytes.ts";
import {
  HASH_BYTES,
  ID_BYTES,
  MAX_ENCAPSULATED_BYTES,
  MAX_REPORT_BYTES,
  MAX_SEALED_BYTES,
  MAX_TOKEN_BYTES,
  PROTOCOL,
  TAG_BYTES,
} from "./bounds.ts";
import { RefusedError, refusing } from "./refusal.ts";

/** What HPKE seals to one aggregator. */
export interface Box {
  readonly keyId: number;
  /** HPKE's encapsulated key: 32 bytes (x25519) or 65 (p256). */
  readonly encapsulated: Uint8Array;
  /** Ciphertext and tag. */
  readonly sealed: Uint8Array;
}

/** What a report is bound to: both boxes carry it as associated data. */
export interface ReportHead {
  readonly planHash: Uint8Array;
  readonly round: number;
  /** 16 random bytes, which name the report for ever. */
  readonly reportId: Uint8Array;
}

/** One device's whole upload. */
export interface Report extends ReportHead {
  /** Empty where the task asks for none. */
  readonly token: Uint8Array;
  readonly leader: Box;
  /** Null in mode C. */
  readonly helper: Box | null;
}

/** HPKE's info of the two boxes. */
export const LEADER_INFO = "inkling report 1 leader";
export const HELPER_INFO = "inkling report 1 helper";

const MAGIC = [0x49, 0x4b];

/**
 * Little-endian: "IK", u8 protocol, plan hash 32, u32 round, report id 16, u16 length and token, u8 boxes (1 or 2), and of each box u8 key id, u8 length and
 * encapsulated key, u32 length and ciphertext. The leader's box comes first.
 */
export function encodeReport(report: Report): Uint8Array<ArrayBuffer> {
  const boxes = report.helper === null ? [report.leader] : [report.leader, report.helper];
  const writer = new Writer();
  for (const letter of MAGIC) writer.u8(letter);
  writer.u8(PROTOCOL).raw(report.planHash).u32(report.round).raw(report.reportId);
  writer.u16(report.token.length).raw(report.token).u8(boxes.length);
  for (const box of boxes) writeBox(writer, box);
  return writer.finish();
}

/** Views on `bytes`, not copies. Throws RefusedError for anything but what encodeReport writes. */
export function parseReport(bytes: Uint8Array): Report {
  if (bytes.length > MAX_REPORT_BYTES) throw new RefusedError("too-large", "the report is too large");
  return refusing(() => {
    const reader = new Reader(bytes, "the report");
    for (const letter of MAGIC) if (reader.u8() !== letter) throw reader.error("does not begin like one");
    const protocol = reader.u8();
    if (protocol !== PROTOCOL) throw new RefusedError("version", `the report is of protocol ${protocol}`);
    const head = { planHash: reader.raw(HASH_BYTES), round: reader.u32(), reportId: reader.raw(ID_BYTES) };
    const token = reader.raw(limited(reader.u16(), MAX_TOKEN_BYTES));
    const boxes = reader.u8();
    if (boxes !== 1 && boxes !== 2) throw reader.error("has neither one box nor two");
    const leader = readBox(reader);
    const helper = boxes === 2 ? readBox(reader) : null;
    reader.end();
    return { ...head, token, leader, helper };
  });
}

export function writeBox(writer: Writer, { keyId, encapsulated, sealed }: Box): void {
  writer.u8(keyId).u8(encapsulated.length).raw(encapsulated).u32(sealed.length).raw(sealed);
}

export function readBox(reader: Reader): Box {
  const keyId = reader.u8();
  const encapsulated = reader.raw(limited(reader.u8(), MAX_ENCAPSULATED_BYTES));
  const sealed = reader.raw(limited(reader.u32(), MAX_SEALED_BYTES));
  if (encapsulated.length === 0 || sealed.length < TAG_BYTES) throw reader.error("has an empty box");
  return { keyId, encapsulated, sealed };
}

function limited(length: number, most: number): number {
  if (length > most) throw new RefusedError("too-large", `a part of the report has ${length} bytes, over ${most}`);
  return length;
}

/** HPKE's associated data of both boxes: protocol, plan hash (which covers the task), round, report id, SHA-256 of the token. */
export function reportAad({ planHash, round, reportId }: ReportHead, tokenHash: Uint8Array): Uint8Array<ArrayBuffer> {
  const writer = new Writer();
  for (const letter of MAGIC) writer.u8(letter);
  return writer.u8(PROTOCOL).raw(planHash).u32(round).raw(reportId).raw(tokenHash).finish();
}
