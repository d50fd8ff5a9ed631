import { expect, test } from "vitest";
import { VERSION } from "../../src/core/version.ts";
import { chunksBeside } from "../../src/page/chunks.ts";
import { createProblems } from "../../src/page/problems.ts";

test.each([
  ["https://cdn.test/0/inkling.js", `https://cdn.test/${VERSION}/client.js`],
  ["https://cdn.test/0/dist/inkling.js", `https://cdn.test/${VERSION}/dist/client.js`],
  ["https://cdn.test/npm/inkling@0/dist/inkling.js", `https://cdn.test/npm/inkling@${VERSION}/dist/client.js`],
  ["https://cdn.test/inkling@0/renamed.js?a", `https://cdn.test/inkling@${VERSION}/client.js`],
  ["https://cdn.test/inkling@0.0.9/dist/inkling.js", "https://cdn.test/inkling@0.0.9/dist/client.js"],
  ["https://cdn.test/10/inkling.js", "https://cdn.test/10/client.js"],
  ["https://cdn.test/0/shop/inkling.js", "https://cdn.test/0/shop/client.js"],
  ["https://cdn.test/0/dist/dist/inkling.js", "https://cdn.test/0/dist/dist/client.js"],
  ["https://cdn.test/inkling.js", "https://cdn.test/client.js"],
  ["", ""],
])("the files beside %s are those of this very version, if its folder moves", (src, client) => {
  expect(chunksBeside({ src }, createProblems()).at("client.js")).toBe(client);
});
