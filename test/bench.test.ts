import { expect, test } from "vitest";
import { inputs, RATE } from "../bench/browser/model-work.ts";
import { float, message, text, whole } from "../bench/browser/onnx/proto.ts";
import { ownStep } from "../bench/browser/own-step.ts";
import { plainGemm } from "../bench/browser/plain-gemm.ts";
import { DIMENSIONS, itemVectors } from "../bench/browser/vectors.ts";
import { lineChart } from "../bench/chart.ts";
import { dotChart } from "../bench/dots.ts";
import { serveShop } from "../bench/page/site.ts";
import type { System } from "../bench/page/systems.ts";
import { timesOf } from "../bench/page/trace.ts";
import { type PageFigures, pageChart, pageTable } from "../bench/page-report.ts";
import { generateShop } from "../bench/shop.ts";
import { percentile } from "../bench/stats.ts";
import type { TraceEvent } from "../bench/trace.ts";
import { readFeed } from "../compiler/feed/read.ts";
import { readHistory } from "../compiler/history/read.ts";
import { edgeCode } from "../src/core/rank/prepared.ts";
import { createGemm } from "../workers/kernels/gemm/gemm.ts";
import { shopOf } from "./core/rank/shop.ts";

test("a percentile is a value that was measured, whatever their order", () => {
  const values = [5, 1, 4, 2, 3];
  expect([0.5, 0.95, 0, 1].map((share) => percentile(values, share))).toEqual([3, 5, 1, 5]);
  expect(percentile([], 0.5)).toBeNaN();
});

test("a chart draws every point inside its frame and takes no markup from names", () => {
  const svg = lineChart({
    title: "<b>",
    xLabel: "x",
    yLabel: "y",
    series: [
      {
        name: 'a "b" & c',
        points: [
          [1, 0.07],
          [10, 900],
        ],
      },
      {
        name: "flat",
        points: [
          [1, 3],
          [10, 3],
        ],
        dashed: true,
      },
    ],
  });
  const corners = [...svg.matchAll(/points="([^"]+)"/g)].flatMap(([, list = ""]) => list.split(" "));
  expect(corners).toHaveLength(4);
  for (const [x, y] of corners.map((corner) => corner.split(",").map(Number))) {
    expect(x).toBeGreaterThan(0);
    expect(x).toBeLessThan(760);
    expect(y).toBeGreaterThan(0);
    expect(y).toBeLessThan(400);
  }
  expect(svg).toContain("a &quot;b&quot; &amp; c");
  expect(svg).not.toContain("<b>");
});

test("a chart of dots has one of them for everything measured, on one scale, and its names once", () => {
  const dots = [
    { name: "<a>", value: 1 },
    { name: "b", value: 0.02 },
  ];
  const svg = dotChart({
    title: "t",
    xLabel: "x",
    rows: [
      { name: "one", dots },
      { name: "two", dots: [{ name: "b", value: 30 }] },
    ],
  });
  const placesOf = (radius: number): number[] =>
    [...svg.matchAll(new RegExp(`<circle cx="([0-9.]+)" cy="[0-9.]+" r="${radius}"`, "g"))].map(([, x]) => Number(x));
  const [a, b, far] = placesOf(6);
  expect(placesOf(6)).toHaveLength(3);
  expect(b).toBeLessThan(a!);
  expect(a).toBeLessThan(far!);
  expect(svg.match(/>b<\/text>/g)).toHaveLength(1);
  expect(svg).not.toContain("<a>");
});

test("the bytes of a message are those of the protocol buffers' own example", () => {
  const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
  expect(hex(whole(1, 150))).toBe("089601");
  expect(hex(text(2, "testing"))).toBe("120774657374696e67");
  expect(hex(message(3, [whole(1, 150)]))).toBe("1a03089601");
  expect(hex(float(2, 1))).toBe("150000803f");
  expect(hex(whole(20, 2 ** 40))).toBe("a001808080808020");
});

test("a step in plain arrays teaches what one by the kernels does", async () => {
  const { head, rows } = inputs();
  const plain = ownStep(plainGemm(), head, rows, RATE);
  const fast = ownStep(createGemm(), head, rows, RATE);
  const losses: number[] = [];
  for (let step = 0; step < 3; step++) {
    losses.push(await plain());
    expect(await fast()).toBeCloseTo(losses.at(-1)!, 3);
  }
  expect(losses[2]).toBeLessThan(losses[0]!);
});

test("the peer's vectors know what the graph knows: most products are nearest to one of their neighbours", () => {
  const { feed, history } = generateShop({ products: 300, interactions: 1_500, text: true });
  const products = readFeed(Buffer.from(feed), "feed.tsv").products;
  const { prepared } = shopOf(products, readHistory(Buffer.from(history), "history.jsonl").interactions);
  const vectors = itemVectors(prepared);
  const row = (item: number): Float32Array => vectors.subarray(item * DIMENSIONS, (item + 1) * DIMENSIONS);
  const likeness = (a: number, b: number): number => row(a).reduce((sum, value, at) => sum + value * row(b)[at]!, 0);
  const items = products.map((_, item) => item);
  const joined = items.filter((item) => {
    const others = items.filter((other) => other !== item);
    const nearest = others.reduce((best, other) => (likeness(item, other) > likeness(item, best) ? other : best));
    return prepared.channels.some(({ forward }) => edgeCode(forward, item, nearest) > 0);
  });
  for (const item of items) expect(likeness(item, item)).toBeCloseTo(1, 4);
  expect(joined.length / items.length).toBeGreaterThan(0.8);
});

const ADDRESS = "http://shop.example/";
const threads: readonly TraceEvent[] = [
  { name: "thread_name", ph: "M", pid: 1, tid: 1, ts: 0, args: { name: "CrRendererMain" } },
  { name: "thread_name", ph: "M", pid: 1, tid: 2, ts: 0, args: { name: "DedicatedWorker thread" } },
];

/** Work on a thread: wall clock and processor time in milliseconds, of which a half is waiting. */
const span = (name: string, fromMs: number, ms: number, tid = 1, url = ADDRESS): TraceEvent => ({
  ...{ name, ph: "X", pid: 1, tid, ts: 1_000 * fromMs, dur: 1_000 * ms, tdur: 500 * ms },
  args: { data: { url } },
});
const shift = (score: number, had_recent_input: boolean): TraceEvent => ({
  ...{ name: "LayoutShift", ph: "I", pid: 1, tid: 1, ts: 0 },
  args: { data: { score, had_recent_input } },
});

test("a trace's script is counted once however deep its spans lie, in processor time, on the page's thread alone", () => {
  const trace = [
    ...threads,
    span("RunTask", 0, 30),
    span("EvaluateScript", 0, 20),
    span("v8.compile", 1, 4),
    span("RunMicrotasks", 15, 5),
    span("FunctionCall", 22, 4),
    span("RunTask", 40, 80),
    span("Layout", 41, 70),
    span("EvaluateScript", 50, 100, 2, `${ADDRESS}worker.js`),
    shift(0.25, false),
    shift(0.5, true),
  ];
  expect(timesOf(trace, ADDRESS)).toEqual({ evaluationMs: 10, scriptMs: 12, longestTaskMs: 15, layoutShift: 0.25 });
  expect(() => timesOf(trace, "http://other.example/")).toThrow("no script of http://other.example/");
});

test("the bench's shop serves a system's files and answers, and tells what nobody has told it of", async () => {
  const site = await serveShop();
  const system: System = {
    name: "a",
    packages: [],
    additions: (origin) => ({ head: `<script src="${origin}/a/stats.ts"></script>` }),
    files: { "/a/": "bench/" },
    answers: () => ({ "/api/": '{"a":1}' }),
  };
  try {
    const visit = site.show(system);
    const got = async (path: string): Promise<[number, string]> => {
      const response = await fetch(site.origin + path);
      return [response.status, await response.text()];
    };
    expect((await got("/"))[1]).toContain(`<script src="${site.origin}/a/stats.ts"></script>`);
    expect((await got("/a/stats.ts"))[1]).toContain("export function percentile");
    expect(await got("/api/x")).toEqual([200, '{"a":1}']);
    expect([(await got("/elsewhere"))[0], (await got("/a/none.ts"))[0]]).toEqual([404, 404]);
    expect([visit.fetched.map(({ path }) => path), visit.asked, visit.unknown]).toEqual([
      ["/a/stats.ts"],
      ["/api/x"],
      ["/elsewhere", "/a/none.ts"],
    ]);
    await fetch(`${site.origin}/started`, { method: "POST" });
    await visit.started;
  } finally {
    site.close();
  }
});

test("what a page costs is told for every system, and drawn for all but the one that they are compared with", () => {
  const figuresOf = (name: string, ms: number): PageFigures => ({
    ...{ name, packages: `${name} 1`, scriptBytes: { raw: 9_000, brotli: 3_000 }, asked: [`/${name}`] },
    ...{ fetchedBytes: { raw: 90_000, brotli: 30_000 }, evaluationMs: { p50: ms, p95: ms }, heapBytes: 1_000 },
    ...{ scriptMs: { p50: ms, p95: ms }, longestTaskMs: { p50: ms, p95: ms }, layoutShift: { p50: 0, p95: 0 } },
    ...{ workerHeapBytes: 0, toReference: { evaluation: ms, script: ms, longestTask: ms } },
  });
  const systems = [figuresOf("Segment", 1), figuresOf("ours", 0.125)];
  const words = pageTable(systems, [{ name: "inkling.js", raw: 20_000, gzip: 9_000, brotli: 7_900, budget: 8_000 }]);
  for (const part of ["3,000 / 9,000", "30,000 / 90,000", "0.125 / 0.125", "inkling.js", "8,000", "/ours"])
    expect(words).toContain(part);
  expect(pageChart(systems).match(/<title>ours: 0\.125<\/title>/g)).toHaveLength(3);
  expect(pageChart(systems)).not.toContain("<title>Segment");
});
