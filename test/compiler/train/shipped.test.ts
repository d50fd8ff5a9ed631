import { expect, test } from "vitest";
import { shipped } from "../../../compiler/train/shipped.ts";
import { ENCODER, quantised } from "../../../src/core/catalogue/learned.ts";
import { zeroHead } from "../../../src/core/rank/tuning/zero-head.ts";

const [plain, encoded] = [zeroHead(), zeroHead()];
const encoder = { ...quantised(new Float32Array(ENCODER.width)), arrays: [] };
const trained = { plain, encoded, encoder };

test.each([
  ["loses to the additive score", 0.3, 0.29, 0.28],
  ["is as good as the additive score", 0.3, 0.3, 0.3],
  ["orders nothing at all", 0.3, 0, 0],
])("a head that %s does not ship", (_how, base, head, headAndEncoder) => {
  const { learned, reason } = shipped({ base, head, headAndEncoder }, trained);
  expect(learned).toBeUndefined();
  expect(reason).toBe("the head gained nothing on held-out shoppers");
});

test.each([
  ["makes it worse", 0.4, 0.35],
  ["adds nothing", 0.4, 0.4],
  ["loses even to the additive score", 0.4, 0.2],
])("a head ships without an encoder that %s", (_how, head, headAndEncoder) => {
  const { learned, reason } = shipped({ base: 0.3, head, headAndEncoder }, trained);
  expect(learned).toEqual({ head: plain, encoder: undefined });
  expect(learned?.head).toBe(plain);
  expect(reason).toBe("the encoder gained nothing");
});

test.each([
  ["gains more", 0.4],
  ["gains where a head alone loses", 0.2],
])("both ship where the encoder %s", (_how, head) => {
  const { learned, reason } = shipped({ base: 0.3, head, headAndEncoder: 0.5 }, trained);
  expect(learned?.head).toBe(encoded);
  expect(learned?.encoder).toBe(encoder);
  expect(reason).toBe("ok");
});
