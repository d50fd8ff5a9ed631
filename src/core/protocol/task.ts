import type { TextCodec } from "../bytes.ts";
import { HASH_BYTES, MAX_MESSAGE_BYTES, NAME, type PROTOCOL, SIGNATURE_BYTES } from "./bounds.ts";
import { type Fields, readObject } from "./fields.ts";

/** Ed25519 signatures in hex over planSigned's bytes. */
export interface Signatures {
  readonly leader: string;
  /** Null in mode C. */
  readonly helper: string | null;
}

/** collecting: its plan takes reports. waiting: no plan takes any now, ask again later. */
export type TaskState = "collecting" | "waiting";

/** A published model, as a task names it. */
export interface NamedModel {
  /** SHA-256 in hex of its bytes, which its address ends with. */
  readonly hash: string;
  /** The model's own. */
  readonly version: number;
  /** Of the leader, Ed25519 in hex over modelSigned's bytes. */
  readonly signature: string;
}

/** A model that only some devices try. */
export interface CanaryModel extends NamedModel {
  /** Above 0, at most 1: a device whose own number, drawn once from 0 to 1, is below it takes this model. */
  readonly share: number;
}

/** What a task stands at: the one answer of the server that changes under its address. */
export interface TaskAnswer {
  readonly protocol: typeof PROTOCOL;
  readonly task: string;
  readonly state: TaskState;
  /** The newest plan's hash in hex; null before the first. */
  readonly plan: string | null;
  readonly signatures: Signatures | null;
  /** What devices rank with; null for the zero model. */
  readonly model: NamedModel | null;
  /** What its share of devices ranks with instead; null where there is none. */
  readonly canary: CanaryModel | null;
}

export const taskBytes = (answer: TaskAnswer, codec: TextCodec): Uint8Array => codec.encode(JSON.stringify(answer));

export function parseTask(bytes: Uint8Array, codec: TextCodec): TaskAnswer {
  const fields = readObject(bytes, MAX_MESSAGE_BYTES, "the task", codec);
  const signed = (read: Fields | null) => (read === null ? null : signatures(read));
  const answer: TaskAnswer = {
    protocol: fields.protocol(),
    task: fields.text("task", NAME, "is not a name"),
    state: fields.word("state", ["collecting", "waiting"]),
    plan: fields.hexOrNull("plan", HASH_BYTES),
    signatures: signed(fields.objectOrNull("signatures")),
    model: modelOf(fields.objectOrNull("model")),
    canary: canaryOf(fields.objectOrNull("canary")),
  };
  fields.end();
  return answer;
}

function modelOf(fields: Fields | null): NamedModel | null {
  if (fields === null) return null;
  const read = named(fields);
  fields.end();
  return read;
}

function canaryOf(fields: Fields | null): CanaryModel | null {
  if (fields === null) return null;
  const read = { ...named(fields), share: fields.positive("share", 1) };
  fields.end();
  return read;
}

const named = (fields: Fields): NamedModel => ({
  hash: fields.hex("hash", HASH_BYTES),
  version: fields.whole("version", 1, 0xffff_ffff),
  signature: fields.hex("signature", SIGNATURE_BYTES),
});

/** Of a task's plan, and of entries in its log. */
export function signatures(fields: Fields): Signatures {
  const read = {
    leader: fields.hex("leader", SIGNATURE_BYTES),
    helper: fields.hexOrNull("helper", SIGNATURE_BYTES),
  };
  fields.end();
  return read;
}
