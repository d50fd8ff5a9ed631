import { expect, test } from "vitest";
import { Sessions } from "../../../server/operator/sessions.ts";

const TOKEN = "sixteen letters!";
const HOUR = 3_600_000;
const sessions = new Sessions(TOKEN);

test("the token opens for an hour, at every replica that has it", () => {
  const begun = sessions.begin(TOKEN, 1_000)!;
  expect(begun.untilMs).toBe(1_000 + HOUR);
  for (const replica of [sessions, new Sessions(TOKEN)]) {
    expect(replica.holds(begun.session, begun.untilMs - 1)).toBe(true);
    expect(replica.holds(begun.session, begun.untilMs)).toBe(false);
  }
  expect(new Sessions("another token, as long").holds(begun.session, 1_000)).toBe(false);
});

test.each(["", "sixteen letters", "sixteen letters!!", "x".repeat(100_000)])("another token opens nothing", (token) => {
  expect(sessions.begin(token, 0)).toBeUndefined();
});

test("a session that was lengthened, cut, changed or made up is none", () => {
  const { session, untilMs } = sessions.begin(TOKEN, 0)!;
  const mac = session.split(".")[1]!;
  const changed = `${mac.slice(0, -1)}${mac.endsWith("0") ? "1" : "0"}`;
  const none = [`${untilMs + 1}.${mac}`, `${untilMs}.${changed}`, session.slice(0, -1), `${session}0`, mac, "", "."];
  for (const one of [...none, `0${session}`, `${untilMs}.${"0".repeat(64)}`])
    expect(sessions.holds(one, 0), one).toBe(false);
});
