import { expect, test } from "vitest";
import { createResolver } from "../../../src/page/capture/resolver.ts";
import type { Engine } from "../../../src/page/engine/engine.ts";
import { failure } from "../../../src/page/engine/link.ts";

test("a product is asked for once, and again where there was nobody yet who could tell", async () => {
  const asked: unknown[] = [];
  let isUp = false;
  const ask = async (request: { readonly id: string }) => {
    asked.push(request.id);
    if (!isUp) return failure("no-catalog", "there is no catalogue yet");
    return { ok: true, value: { known: request.id === "SHOE-1" } };
  };
  // The one question that it asks, answered as the engine would.
  const resolve = createResolver({ ask: ask as unknown as Engine["ask"] });
  expect(await resolve(["1010", "SHOE-1"])).toBe("1010");
  isUp = true;
  expect(await resolve(["1010", "SHOE-1"])).toBe("SHOE-1");
  expect(await resolve(["1010", "SHOE-1"])).toBe("SHOE-1");
  expect(asked).toEqual(["1010", "SHOE-1", "1010", "SHOE-1"]);
});

test("of a page that goes on naming products the answers to the latest thousand names are kept", async () => {
  const asked: string[] = [];
  const ask = async ({ id }: { readonly id: string }) => {
    asked.push(id);
    return { ok: true, value: { known: true } };
  };
  const resolve = createResolver({ ask: ask as unknown as Engine["ask"] });
  for (let k = 0; k <= 1_000; k++) await resolve([`p${k}`]);
  asked.length = 0;
  for (const id of ["p1", "p1000", "p0"]) await resolve([id]);
  expect(asked).toEqual(["p0"]);
});
