import { expect, test } from "vitest";
import type { Order, Word } from "./crash.worker.ts";
import { newName, openTab, purchase, view, views } from "./fixtures.ts";

class Victim {
  readonly heard: Word[] = [];
  readonly #worker = new Worker(new URL("./crash.worker.ts", import.meta.url), { type: "module" });
  #wake = (): void => {};

  constructor() {
    this.#worker.onmessage = ({ data }: MessageEvent<Word>) => {
      this.heard.push(data);
      this.#wake();
    };
  }

  order(order: Order): void {
    this.#worker.postMessage(order);
  }

  async hear(word: Word): Promise<void> {
    while (!this.heard.includes(word)) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  kill(): void {
    this.#worker.terminate();
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

test("a worker killed in the middle of a compaction leaves everything as it was", async () => {
  const name = newName();
  const { store } = await openTab(name);
  await store.append([purchase("T1", "shoe"), ...views(149)]);
  const before = await store.read();
  const victim = new Victim();
  victim.order({ do: "open", name, hangInCompaction: true });
  await victim.hear("opened");
  victim.order({ do: "compact" });
  await victim.hear("compacting");
  victim.kill();
  expect(await store.read()).toEqual(before);
  const next = await openTab(name, { limits: { events: 100, eventBytes: 1e6 } });
  expect(await next.store.compact()).toEqual({ folded: 75 });
});

test("killed at any moment of a compaction, every event is either kept or folded, never both or neither", async () => {
  const name = newName();
  const { store } = await openTab(name);
  let appended = 0;
  for (let round = 0; round < 15; round++) {
    await store.append(Array.from({ length: 110 }, () => view("same")));
    appended += 110;
    const victim = new Victim();
    victim.order({ do: "open", name });
    await victim.hear("opened");
    victim.order({ do: "compact" });
    await pause(round % 5);
    victim.kill();
    const { events, compacted } = await store.read();
    expect(events.length + (compacted.items.same?.views ?? 0)).toBe(appended);
  }
});

/** Kills a worker `delayMs` after it was sent a batch of three events, or three purchases. */
async function killAfterAppend(name: string, batch: number, delayMs: number): Promise<boolean> {
  const events =
    batch % 2 === 0
      ? [view(`b${batch}`), view(`b${batch}`), view(`b${batch}`)]
      : ["x", "y", "z"].map((item) => ({
          ...purchase(`T${batch}`, item),
          item: `b${batch}`,
          transaction: item + batch,
        }));
  const victim = new Victim();
  victim.order({ do: "open", name });
  await victim.hear("opened");
  victim.order({ do: "append", events });
  await pause(delayMs);
  const acknowledged = victim.heard.includes("appended");
  victim.kill();
  return acknowledged;
}

test("a worker killed right after it was sent events keeps all of a batch or nothing, and all it acknowledged", async () => {
  const name = newName();
  const { store } = await openTab(name);
  const batches = 60;
  const acknowledged: boolean[] = [];
  for (let batch = 0; batch < batches; batch++) acknowledged.push(await killAfterAppend(name, batch, batch % 6));
  const { events } = await store.read();
  const kept = Array.from({ length: batches }, (_, b) => events.filter((event) => event.item === `b${b}`).length);
  for (const [batch, count] of kept.entries()) {
    expect([0, 3]).toContain(count);
    if (acknowledged[batch]) expect(count).toBe(3);
  }
  const survivors = kept.filter((count) => count === 3).length;
  console.info(`${survivors} of ${batches} batches survived; ${acknowledged.filter(Boolean).length} were acknowledged`);
  expect(survivors).toBeGreaterThan(0);
});
