import { expect, test, vi } from "vitest";
import { defineElements } from "../../src/elements.ts";
import { place } from "./support/markup.ts";
import { openRig } from "./support/scripted.ts";
import { CARD_TEMPLATE, fallback, idsIn, listOf, STYLE } from "./support/shelves.ts";

// One test a file: a document's elements belong to the first Inkling that defined them.
test("elements begin when the engine is up, so that a cold start leaves them their time to change in view", async () => {
  const { engine } = await openRig([{}]).inkling.ready;
  const rig = openRig([{ open: { value: engine, afterMs: 800 }, rank: { value: listOf(["A"]) } }]);
  const host = place(`${STYLE}${CARD_TEMPLATE}<inkling-shelf template="#card">${fallback(["x"])}</inkling-shelf>`);
  const defined = defineElements(rig.inkling);
  expect(customElements.get("inkling-shelf")).toBeUndefined();
  await defined;
  expect((await rig.inkling.status()).state).toBe("ready");
  await vi.waitUntil(() => idsIn(host)[0] === "A", { timeout: 30_000 });
});
