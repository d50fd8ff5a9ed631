import { createServer } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { listen } from "../../demo/listen.ts";

const server = () => {
  const made = createServer();
  onTestFinished(() => void made.close());
  return made;
};

test("a port that is taken gives the next free one", async () => {
  const first = await listen(server(), 0, "127.0.0.1");
  const second = await listen(server(), first, "127.0.0.1");
  expect(second).toBeGreaterThan(first);
});

test("a host that is none is said, not tried fifty times", async () => {
  await expect(listen(server(), 0, "no.such.host.invalid")).rejects.toThrow(/Cannot listen on no\.such\.host\.invalid/);
});
