import { expect, test } from "vitest";
import { createInkling } from "../src/index.ts";

test("on a server, where there is no page, everything still resolves and says so", async () => {
  const inkling = await createInkling({ catalog: "/catalog.json" });
  expect(await inkling.ready).toMatchObject({ state: "degraded", message: "no document" });
  expect(await inkling.track("view_item", { item_id: "A" })).toMatchObject({ stored: 0, reason: "no-worker" });
  expect((await inkling.rank({ ids: ["B", "A"] })).items.map(({ id }) => id)).toEqual(["B", "A"]);
  expect(await inkling.erase()).toMatchObject({ erased: 0, reason: "no-worker" });
  inkling.destroy();
});
