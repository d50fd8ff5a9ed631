import { expect, test } from "vitest";
import { addModel } from "../../../server/store/models.ts";
import { TEXT } from "../../../server/text.ts";
import { encodeState } from "../../../server/trainer/optimizer-state.ts";
import { parentOf } from "../../../server/trainer/parent.ts";
import { newState } from "../../../server/trainer/step.ts";
import { encodeModel } from "../../../src/core/protocol/model.ts";
import { sizeOf } from "../../../src/core/rank/subset.ts";
import { KINDS } from "../support/databases.ts";

test("where a task goes on to other layers the next model is measured against what devices rank with, and follows it", async () => {
  const place = KINDS.find(({ name }) => name === "SQLite")!.place();
  const database = await place.open();
  const keep = async (version: number, weights: Float32Array) => {
    const named = { task: "head", version, parent: null };
    const bytes = encodeModel({ ...named, plan: "7".repeat(64), kind: "linear", weights }, TEXT);
    const made = { ...named, hash: `model ${version}`, planHash: `plan ${version}`, round: version, bytes, madeMs: 1 };
    const optimizer = encodeState(newState(weights.length));
    const stands = { state: "published", reason: null, measured: null } as const;
    await addModel(database, { ...made, ...stands, optimizer, signature: "s", stepNorm: 1 });
    return made.hash;
  };
  try {
    const linear = new Float32Array(sizeOf("linear")).fill(0.5);
    const hash = await keep(1, linear);
    expect(await parentOf(database, hash, linear.length)).toMatchObject({ hash, before: linear, weights: linear });
    const wider = sizeOf("hidden-32");
    const zeros = new Float32Array(wider);
    expect(await parentOf(database, hash, wider)).toMatchObject({ hash, before: linear, weights: zeros });
    // Of another release, whose features nobody here can count.
    const foreign = await keep(2, new Float32Array(7).fill(0.5));
    expect(await parentOf(database, foreign, wider)).toMatchObject({ hash: null, before: zeros, weights: zeros });
    expect(await parentOf(database, null, wider)).toMatchObject({ hash: null, before: zeros, weights: zeros });
  } finally {
    await database.close();
    await place.remove();
  }
});
