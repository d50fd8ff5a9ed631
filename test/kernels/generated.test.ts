import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { generatedKernels } from "../../scripts/kernels.mjs";
import { ROOT } from "../../scripts/paths.mjs";

test("every compiled kernel is that of its text: after a change, run node scripts/kernels.mjs", async () => {
  const generated = await generatedKernels();
  expect(generated.size).toBeGreaterThan(0);
  for (const [path, text] of generated) expect(readFileSync(join(ROOT, path), "utf8"), path).toBe(text);
});
