import { expect, test } from "vitest";
import { FormatError, InklingError } from "../../src/core/errors.ts";

test("an error carries its stable code, its cause and its own name", () => {
  const cause = new RangeError("inner");
  const error = new FormatError("the pack is cut short", { cause });
  expect(error).toBeInstanceOf(InklingError);
  expect(error).toMatchObject({ code: "format", name: "FormatError", cause });
});
