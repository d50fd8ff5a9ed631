import { expect, test, vi } from "vitest";
import { place } from "./support/markup.ts";
import { CARD_TEMPLATE, fallback, idsIn, listOf, openShelves, STYLE } from "./support/shelves.ts";

// One test a file: a document's elements belong to the first Inkling that defined them.
test("prices follow the locale of the context, as it was when defined and as it changes; another currency has none", async () => {
  const price = { amount: 1299.5, currency: "EUR" };
  const rig = await openShelves({ rank: { value: listOf(["A"], { price }) } }, { context: { locale: "de-DE" } });
  const shelf = `${STYLE}${CARD_TEMPLATE}<inkling-shelf lang="ja" template="#card">${fallback(["x"])}</inkling-shelf>`;
  const first = place(shelf);
  const priceIn = (host: Element) => host.querySelector("[data-field=price]")?.textContent?.replace(/\s/g, " ");
  await vi.waitUntil(() => idsIn(first)[0] === "A", { timeout: 30_000 });
  expect(priceIn(first)).toBe("1.299,50 €");
  rig.inkling.setContext({ locale: "en-GB" });
  await rig.inkling.status();
  const second = place(shelf);
  await vi.waitUntil(() => idsIn(second)[0] === "A", { timeout: 30_000 });
  expect(priceIn(second)).toBe("€1,299.50");
  rig.inkling.setContext({ currency: "CHF" });
  await rig.inkling.status();
  const third = place(shelf);
  await vi.waitUntil(() => idsIn(third)[0] === "A", { timeout: 30_000 });
  expect(third.querySelector("[data-field=price]")?.checkVisibility()).toBe(false);
});
