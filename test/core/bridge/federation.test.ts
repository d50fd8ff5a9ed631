import { expect, test } from "vitest";
import { parseFederation } from "../../../src/core/bridge/federation.ts";

const SOUND = {
  leader: "https://leader.example",
  helper: "https://helper.example:8443",
  leaderKey: "ab".repeat(32),
  helperKey: "cd".repeat(32),
};

test("what a page says of its aggregators, with what it need not say", () => {
  expect(parseFederation(SOUND)).toEqual({
    ...SOUND,
    task: "head",
    trustMode: "B",
    demonstration: false,
    session: null,
  });
});

test("a single server has no helper, and only where the page says so", () => {
  const { helper: _, helperKey: __, ...alone } = SOUND;
  expect(parseFederation({ ...alone, trustMode: "C" })).toMatchObject({ ...alone, trustMode: "C" });
  expect(() => parseFederation({ ...SOUND, trustMode: "C" })).toThrow("trust mode C has no helper");
  expect(() => parseFederation(alone)).toThrow("helper must be an origin");
});

test.each([
  [{ leader: "leader.example" }, /leader must be an origin/],
  [{ leader: "https://leader.example/path" }, /leader must be an origin/],
  [{ helper: undefined }, /helper must be an origin/],
  [{ leaderKey: "AB".repeat(32) }, /leaderKey must be an Ed25519/],
  [{ helperKey: SOUND.leaderKey }, /keys of their own/],
  [{ task: "../v1" }, /task must be/],
  [{ trustMode: "D" }, /trustMode must be/],
  [{ demonstration: "yes" }, /demonstration must be/],
  [{ session: "not a token" }, /session must be a JSON Web Token/],
])("%j is refused", (change, message) => {
  expect(() => parseFederation({ ...SOUND, ...change })).toThrow(message);
});

test.each([[undefined], [null], ["x"], [[]]])("%j is refused", (value) => {
  expect(() => parseFederation(value)).toThrow("leader must be");
});
