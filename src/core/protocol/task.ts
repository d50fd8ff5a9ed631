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

/** What a task stands at: the one answer of the server that changes under its address. */
export interface TaskAnswer {
  readonly protocol: typeof PROTOCOL;
  readonly task: string;
  readonly state: TaskState;
  /** The newest plan's hash in hex; null before the first. */
  readonly plan: string | null;
  readonly signatures: Signatures | null;
  /** SHA-256 in hex of the newest published model; null before the first. */
  readonly model: string | null;
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
    model: fields.hexOrNull("model", HASH_BYTES),
  };
  fields.end();
  return answer;
}

/** Of a task's plan, and of entries in its log. */
export function signatures(fields: Fields): Signatures {
  const read = {
    leader: fields.hex("leader", SIGNATURE_BYTES),
    helper: fields.hexOrNull("helper", SIGNATURE_BYTES),
  };
  fields.end();
  return read;
}
