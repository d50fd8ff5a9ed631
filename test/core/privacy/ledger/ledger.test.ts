import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { erased, withImported } from "../../../../src/core/privacy/ledger/carry.ts";
import { type Charge, type Charged, charge } from "../../../../src/core/privacy/ledger/charge.ts";
import { DAY_MS, type Ledger, newLedger, spentOnPlan } from "../../../../src/core/privacy/ledger/ledger.ts";
import { parseLedger } from "../../../../src/core/privacy/ledger/parse.ts";

const LIMITS = { coolDownMs: 3 * DAY_MS, dayMicroRho: 200, lifeMicroRho: 1_000 };
const START = 1_000 * DAY_MS;
const READY = START + LIMITS.coolDownMs;
const COST: Charge = { plan: "p1", microRho: 100, planMicroRho: 300 };

const refusal = (outcome: Charged): string | undefined => (outcome.ok ? undefined : outcome.reason);

/** The ledger after these charges, each at its time; all must be allowed. */
function charged(ledger: Ledger, ...charges: readonly (readonly [nowMs: number, cost?: Charge])[]): Ledger {
  let current = ledger;
  for (const [nowMs, cost = COST] of charges) {
    const outcome = charge(current, cost, LIMITS, nowMs);
    expect(refusal(outcome)).toBeUndefined();
    current = outcome.ledger;
  }
  return current;
}

describe("a charge", () => {
  test("counts for its plan, its day and for life", () => {
    const ledger = charged(newLedger(START), [READY], [READY + 1, { ...COST, plan: "p2" }]);
    expect(ledger).toEqual({
      v: 1,
      begunMs: START,
      spentMicroRho: 200,
      plans: { p1: 100, p2: 100 },
      dayMs: READY,
      dayMicroRho: 200,
    });
  });

  test("is refused in the cool-down, to its last millisecond", () => {
    expect(refusal(charge(newLedger(START), COST, LIMITS, READY - 1))).toBe("cool-down");
    expect(refusal(charge(newLedger(START), COST, LIMITS, READY))).toBeUndefined();
  });

  test("is refused beyond the day's limit until a day has passed", () => {
    const ledger = charged(newLedger(START), [READY], [READY + 5]);
    expect(refusal(charge(ledger, COST, LIMITS, READY + DAY_MS - 1))).toBe("day");
    expect(refusal(charge(ledger, COST, LIMITS, READY + DAY_MS))).toBeUndefined();
  });

  test("is refused beyond the plan's limit, and another plan's is not", () => {
    const ledger = charged(newLedger(START), [READY], [READY], [READY + DAY_MS]);
    expect(refusal(charge(ledger, COST, LIMITS, READY + DAY_MS))).toBe("plan");
    expect(refusal(charge(ledger, { ...COST, plan: "p2" }, LIMITS, READY + DAY_MS))).toBeUndefined();
  });

  test("is refused beyond the limit for life, for good", () => {
    const ledger = newLedger(START, 950);
    expect(refusal(charge(ledger, COST, LIMITS, READY + 1e6 * DAY_MS))).toBe("life");
    expect(refusal(charge(ledger, { ...COST, microRho: 50 }, LIMITS, READY))).toBeUndefined();
  });

  test.each([0, -1, 0.5, Number.NaN, 2 ** 60])("of %d micro-rho is a mistake", (microRho) => {
    expect(() => charge(newLedger(START), { ...COST, microRho }, LIMITS, READY)).toThrow(TypeError);
  });

  test.each(["__proto__", "constructor", "toString"])("counts for a plan called %s", (plan) => {
    const ledger = charged(newLedger(START), [READY, { ...COST, plan }]);
    expect(spentOnPlan(ledger, plan)).toBe(100);
    expect(spentOnPlan(newLedger(START), plan)).toBe(0);
    expect(parseLedger(JSON.parse(JSON.stringify(ledger)))).toEqual(ledger);
  });
});

describe("a clock that is moved back", () => {
  test("brings no budget back, and the day begins again with what is spent", () => {
    const spent = charged(newLedger(START), [READY + 10 * DAY_MS], [READY + 10 * DAY_MS]);
    const back = charge(spent, COST, LIMITS, READY);
    expect(refusal(back)).toBe("day");
    expect(refusal(charge(back.ledger, COST, LIMITS, READY + DAY_MS - 1))).toBe("day");
    expect(refusal(charge(back.ledger, COST, LIMITS, READY + DAY_MS))).toBeUndefined();
  });

  test("keeps no device waiting longer than one cool-down more", () => {
    const future = newLedger(START + 10_000 * DAY_MS);
    const back = charge(future, COST, LIMITS, START);
    expect(refusal(back)).toBe("cool-down");
    expect(refusal(charge(back.ledger, COST, LIMITS, READY))).toBeUndefined();
  });

  test("whatever the clock does, life and plan hold, and a day's worth is never exceeded without a jump of a day", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.integer({ min: -5 * DAY_MS, max: DAY_MS - 1 }),
            fc.integer({ min: 1, max: 150 }),
            fc.nat({ max: 2 }),
          ),
          { maxLength: 60 },
        ),
        (steps) => {
          let [ledger, nowMs, total] = [newLedger(START), START + 10 * DAY_MS, 0];
          for (const [moveMs, microRho, plan] of steps) {
            nowMs = Math.max(0, nowMs + moveMs);
            const before = ledger;
            const outcome = charge(ledger, { plan: `p${plan}`, microRho, planMicroRho: 400 }, LIMITS, nowMs);
            ledger = outcome.ledger;
            if (outcome.ok) total += microRho;
            expect(ledger.spentMicroRho).toBe(total);
            expect(total).toBeLessThanOrEqual(LIMITS.lifeMicroRho);
            expect(ledger.dayMicroRho).toBeLessThanOrEqual(LIMITS.dayMicroRho);
            expect(spentOnPlan(ledger, `p${plan}`)).toBeLessThanOrEqual(400);
            expect(Object.values(ledger.plans).reduce((sum, spent) => sum + spent, 0)).toBe(total);
            if (nowMs < before.dayMs + DAY_MS) expect(ledger.dayMicroRho).toBeGreaterThanOrEqual(before.dayMicroRho);
          }
        },
      ),
    );
  });
});

describe("carried over", () => {
  const own = charged(newLedger(START), [READY], [READY + DAY_MS]);
  const other: Ledger = { ...newLedger(START + 1), spentMicroRho: 150, plans: { p1: 50, p9: 100 }, dayMicroRho: 150 };

  test("import takes the larger of every figure, and either way round", () => {
    const both = withImported(own, other);
    expect(both).toEqual({
      v: 1,
      begunMs: START + 1,
      spentMicroRho: 200,
      plans: { p1: 200, p9: 100 },
      dayMs: READY + DAY_MS,
      dayMicroRho: 150,
    });
    expect(withImported(other, own)).toEqual(both);
    expect(withImported(own, own)).toEqual(own);
  });

  test("erasing keeps what was spent, in all and on each plan, in a new cool-down", () => {
    const left = erased(own, READY + DAY_MS);
    expect(left).toEqual(newLedger(READY + DAY_MS, 200, { p1: 200 }));
    expect(refusal(charge(left, COST, LIMITS, READY + 2 * DAY_MS))).toBe("cool-down");
  });
});

describe("read", () => {
  const ledger = charged(newLedger(START), [READY]);

  test("what was written", () => {
    expect(parseLedger(JSON.parse(JSON.stringify(ledger)))).toEqual(ledger);
  });

  test.each([
    undefined,
    null,
    [],
    "ledger",
    { ...ledger, v: 2 },
    { ...ledger, spentMicroRho: -1 },
    { ...ledger, spentMicroRho: 0.5 },
    { ...ledger, spentMicroRho: Number.NaN },
    { ...ledger, dayMicroRho: "1" },
    { ...ledger, begunMs: 2 ** 60 },
    { ...ledger, dayMs: undefined },
    { ...ledger, plans: [1] },
    { ...ledger, plans: { p1: -1 } },
    { ...ledger, plans: { p1: null } },
  ])("nothing else: %o", (value) => {
    expect(parseLedger(value)).toBeUndefined();
  });
});
