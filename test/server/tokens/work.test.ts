import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { tryBytes, zeroBits } from "../../../src/core/protocol/work.ts";
import { work } from "../../../workers/federated/tokens/work.ts";

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest();

test.each([
  ["ff", 0],
  ["7f", 1],
  ["01", 7],
  ["00ff", 8],
  ["000001", 23],
  ["0000", 16],
])("%s begins with %i zero bits", (hex, bits) => {
  expect(zeroBits(Buffer.from(hex, "hex"))).toBe(bits);
});

test("work takes twice as many tries for each bit, in slices with pauses between them", async () => {
  let pauses = 0;
  const pause = async () => void pauses++;
  const tries = async (difficulty: number, times: number) => {
    let total = 0;
    for (let time = 0; time < times; time++) {
      const seed = sha256(Uint8Array.of(difficulty, time));
      const answer = await work(seed, difficulty, pause);
      expect(zeroBits(sha256(tryBytes(seed, answer)))).toBeGreaterThanOrEqual(difficulty);
      total += new DataView(answer.buffer, answer.byteOffset).getUint32(0, true) + 1;
    }
    return total / times;
  };
  // The number of tries is geometric: 200 of them have a mean within a third.
  for (const difficulty of [4, 8]) {
    const mean = await tries(difficulty, 200);
    expect(mean / 2 ** difficulty).toBeGreaterThan(0.67);
    expect(mean / 2 ** difficulty).toBeLessThan(1.33);
  }
  expect(pauses).toBe(0);
  const mean = await tries(14, 5);
  expect(pauses).toBeGreaterThanOrEqual(Math.floor((5 * mean) / 4_000) - 5);
  expect(pauses).toBeLessThanOrEqual(Math.ceil((5 * mean) / 4_000));
});
