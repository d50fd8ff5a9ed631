import type { TextCodec } from "../../src/core/bytes.ts";
import { FetchError } from "../../src/core/errors.ts";
import { type Answer, parseAnswer } from "../../src/core/protocol/answer.ts";
import { MAX_MESSAGE_BYTES } from "../../src/core/protocol/bounds.ts";
import { RefusedError } from "../../src/core/protocol/refusal.ts";
import type { Net } from "./net.ts";

/** Sends a report as it is. No answer, and one that is none, is like retry-later: the same bytes may be sent again. */
export async function send(net: Net, leader: string, bytes: Uint8Array, text: TextCodec): Promise<Answer> {
  try {
    return parseAnswer(await net.post(`${leader}/v1/reports`, bytes, MAX_MESSAGE_BYTES), text);
  } catch (error) {
    if (error instanceof FetchError || error instanceof RefusedError) return "retry-later";
    throw error;
  }
}
