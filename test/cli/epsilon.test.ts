import { expect, test, vi } from "vitest";
import { command } from "../../cli/command.ts";

async function run(line: string) {
  const out = vi.spyOn(console, "log").mockReturnValue();
  const err = vi.spyOn(console, "error").mockReturnValue();
  const code = await command(["node", "inkling", "epsilon", ...line.split(" ").filter((word) => word !== "")]);
  const text = (spy: typeof out): string => spy.mock.calls.map((words) => words.join(" ")).join("\n");
  const written = { code, out: text(out), err: text(err) };
  vi.restoreAllMocks();
  return written;
}

async function figures(line: string) {
  const { code, out, err } = await run(`${line} --json`);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return JSON.parse(out);
}

const FIVE = "--noise-multiplier 1 --participations 5 --delta 1e-6";

test("five participations by zCDP", async () => {
  const { epsilon, rho, ...rest } = await figures(FIVE);
  expect(rest).toEqual({ delta: 1e-6, mechanism: "discrete", epsilonAmplified: null });
  expect(epsilon).toBeCloseTo(13.37, 2);
  expect(rho).toBe(2.5);
});

test("the same of Gaussian noise", async () => {
  const { epsilon, mechanism } = await figures(`${FIVE} --mechanism gaussian`);
  expect(epsilon).toBeCloseTo(12.6, 2);
  expect(mechanism).toBe("gaussian");
});

test.each(["discrete", "gaussian"])("amplified only where chance decides: %s", async (mechanism) => {
  const { epsilon, epsilonAmplified } = await figures(
    `${FIVE} --sampling poisson --rate 0.01 --mechanism ${mechanism}`,
  );
  expect(epsilonAmplified).toBeGreaterThan(0);
  expect(epsilonAmplified).toBeLessThan(epsilon);
});

test("the noise for an epsilon, of one participation and delta 1e-6 where nothing else is said", async () => {
  const { noiseMultiplier, epsilon, rho, delta } = await figures("--epsilon 2");
  expect(noiseMultiplier).toBeCloseTo(2.382, 3);
  expect(epsilon).toBeCloseTo(2, 6);
  expect(rho).toBeCloseTo(1 / (2 * noiseMultiplier ** 2), 12);
  expect(delta).toBe(1e-6);
});

test("a table for people, with four digits", async () => {
  const { code, out } = await run(`${FIVE} --sampling poisson --rate 0.5`);
  expect(code).toBe(0);
  expect(out).toMatch(/^epsilon +13\.37 /m);
  expect(out).toMatch(/^rho +2\.5 /m);
  expect(out).toMatch(/^epsilon, amplified +\d/m);
  expect((await run(FIVE)).out).not.toContain("amplified");
});

test.each([
  ["", "--noise-multiplier"],
  ["--noise-multiplier 1 --epsilon 2", "not both"],
  ["--noise-multiplier 0", "--noise-multiplier must be"],
  ["--noise-multiplier=-1", "--noise-multiplier must be"],
  ["--noise-multiplier much", "--noise-multiplier must be"],
  ["--noise-multiplier Infinity", "--noise-multiplier must be"],
  ["--epsilon 0", "--epsilon must be"],
  ["--epsilon 1 --participations 0", "--participations must be"],
  ["--epsilon 1 --participations 1.5", "--participations must be"],
  ["--epsilon 1 --delta 0", "--delta must be"],
  ["--epsilon 1 --delta 1", "--delta must be"],
  ["--epsilon 1 --mechanism laplace", "--mechanism must be discrete or gaussian"],
  ["--epsilon 1 --rate 0.1", "--rate goes with"],
  ["--epsilon 1 --sampling poisson", "--rate"],
  ["--epsilon 1 --sampling poisson --rate 2", "--rate"],
  ["--epsilon 1 --sampling uniform --rate 0.1", "--sampling must be poisson"],
  ["--epsilon 1 --deltas 1", "--deltas"],
])("inkling epsilon %s is refused", async (line, words) => {
  const { code, out, err } = await run(line);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain(words);
});

test.each([
  "--noise-multiplier 0.001 --participations 1000000",
  "--noise-multiplier 1000",
  "--epsilon 0.01",
  "--epsilon 1000000",
  "--epsilon 1 --delta 0.999",
])("at its ends, %s has an answer", async (line) => {
  for (const mechanism of ["discrete", "gaussian"]) {
    const { code, out } = await run(`${line} --mechanism ${mechanism} --sampling poisson --rate 0.3`);
    expect(code).toBe(0);
    expect(out).not.toMatch(/NaN|Infinity|undefined/);
  }
});
