import { TEXT } from "../../server/text.ts";
import { reportLength } from "../../src/core/privacy/vector/block.ts";
import { ID_BYTES, SEED_BYTES, TAG_BYTES } from "../../src/core/protocol/bounds.ts";
import { toHex } from "../../src/core/protocol/hex.ts";
import { encodeModel } from "../../src/core/protocol/model.ts";
import { type Plan, planBytes } from "../../src/core/protocol/plan.ts";
import { type Box, encodeReport } from "../../src/core/protocol/report.ts";

/** An uncompressed point of P-256. */
const POINT_BYTES = 65;

/** What a device sends for a plan, without a token: it depends on the plan alone. */
export function reportBytesOf({ blocks, round, helper }: Plan): number {
  const box = (plainBytes: number): Box => ({
    keyId: 1,
    encapsulated: new Uint8Array(POINT_BYTES),
    sealed: new Uint8Array(plainBytes + TAG_BYTES),
  });
  return encodeReport({
    ...{ planHash: new Uint8Array(32), round, reportId: new Uint8Array(ID_BYTES), token: new Uint8Array() },
    leader: box(4 * reportLength(blocks)),
    helper: helper && box(SEED_BYTES),
  }).length;
}

/** What one device sends and gets in a round: its report; the plan and the model that it starts from. */
export function bytesOf(plan: Plan): { readonly up: number; readonly down: number } {
  const { task, blocks, version } = plan;
  const weights = new Float32Array(blocks[0]!.size);
  const model = encodeModel(
    { task, version, parent: null, plan: toHex(new Uint8Array(32)), kind: blocks[0]!.subset!, weights },
    TEXT,
  );
  return { up: reportBytesOf(plan), down: planBytes(plan, TEXT).length + model.length };
}
