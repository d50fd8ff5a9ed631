import { expect, onTestFinished, test, vi } from "vitest";
import { rest } from "../../../workers/serve/rest.ts";

test("any number of rests, together or one after the other, are let go in order through one channel", async () => {
  let channels = 0;
  class Counted extends MessageChannel {
    constructor() {
      super();
      channels++;
    }
  }
  vi.stubGlobal("MessageChannel", Counted);
  onTestFinished(() => void vi.unstubAllGlobals());
  const order: string[] = [];
  const note = (name: string) => () => void order.push(name);
  const task = new Promise<void>((resolve) => void setTimeout(resolve)).then(note("a task"));
  await Promise.all([rest().then(note("first")), rest().then(note("second"))]);
  await rest();
  await Promise.all([task, rest().then(note("third"))]);
  expect(order.filter((name) => name !== "a task")).toEqual(["first", "second", "third"]);
  expect(channels).toBe(1);
});
