import type { TextCodec } from "../bytes.ts";
import { MAX_MESSAGE_BYTES } from "./bounds.ts";
import { readObject } from "./fields.ts";

/**
 * All that a device hears of its report. accepted: kept durably, now or earlier. refetch-plan: this plan takes no more. retry-later: send the same bytes again.
 * rejected: never send it again.
 */
export type Answer = "accepted" | "refetch-plan" | "retry-later" | "rejected";
export const ANSWERS: readonly Answer[] = ["accepted", "refetch-plan", "retry-later", "rejected"];

export const answerBytes = (answer: Answer, codec: TextCodec): Uint8Array => codec.encode(JSON.stringify({ answer }));

export function parseAnswer(bytes: Uint8Array, codec: TextCodec): Answer {
  const fields = readObject(bytes, MAX_MESSAGE_BYTES, "the answer", codec);
  const answer = fields.word("answer", ANSWERS);
  fields.end();
  return answer;
}
