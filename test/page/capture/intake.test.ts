import { expect, test } from "vitest";
import type { ShopEvent } from "../../../src/core/event/event.ts";
import { parseEvent } from "../../../src/core/event/parse.ts";
import { createIntake } from "../../../src/page/capture/intake.ts";
import { MAX_NAMES } from "../../../src/page/capture/merge.ts";
import { unstored } from "../../../src/page/engine/recorder.ts";
import type { Page } from "../../../src/page/page.ts";

test("of a page that goes on telling of products, as many categories are kept as names", async () => {
  const kept: ShopEvent[] = [];
  const page: Pick<Page, "admit" | "early" | "record"> = {
    admit: (_, events) => events,
    early: [],
    async record(name, params, at, admit = (events) => events) {
      const parsed = parseEvent(name, params, at);
      if (parsed.ok) kept.push(...admit(parsed.events));
      return unstored("ok");
    },
  };
  // Nothing else of a page is used.
  const intake = createIntake(
    page as Page,
    async ([id = ""]) => id,
    async () => {},
  );
  const category = "Sport > Running shoes";
  for (let k = 0; k <= MAX_NAMES; k++) intake.know("json-ld", { ids: [`new-${k}`], category });
  for (const k of [0, MAX_NAMES])
    intake.report("ga4", "view_item", { items: [{ item_id: `new-${k}`, item_name: "Aurora" }] });
  intake.flush();
  expect(kept.map(({ item, category }) => [item, category])).toEqual([
    ["new-0", category],
    [`new-${MAX_NAMES}`, undefined],
  ]);
});
