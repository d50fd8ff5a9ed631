import { expect, test } from "vitest";

const SCRIPT = `
  import { createPlainScorer } from "/src/core/dot/plain.ts";
  import { createFasterScorer } from "/workers/kernels/scorer/faster.ts";
  import { createWasmScorer } from "/workers/kernels/scorer/wasm.ts";
  const items = { vectors: Int8Array.of(1, 2, 3), scales: Float32Array.of(1, 1, 1), dims: 1 };
  const outcome = (createScorer) => {
    try {
      return [...createScorer(items).top(Float32Array.of(1), 2).indices].join();
    } catch (error) {
      return error.name;
    }
  };
  const faster = (items) => createFasterScorer(items, (run) => run(), () => performance.now());
  parent.postMessage(
    { plain: outcome(createPlainScorer), wasm: outcome(createWasmScorer), faster: outcome(faster) },
    "*",
  );
`;

/** What the scorers make of a page with this policy for scripts. */
async function underPolicy(policy: string): Promise<unknown> {
  const frame = document.createElement("iframe");
  const csp = `script-src ${location.origin} 'unsafe-inline' ${policy}`;
  frame.srcdoc = `<meta http-equiv="Content-Security-Policy" content="${csp}"><script type="module">${SCRIPT}</script>`;
  const said = new Promise((resolve) => {
    addEventListener("message", ({ source, data }) => source === frame.contentWindow && resolve(data));
  });
  document.body.append(frame);
  const outcome = await said;
  frame.remove();
  return outcome;
}

test("a policy without 'wasm-unsafe-eval' stops the WASM scorer as it is made, and neither the plain one nor the choice of both", async () => {
  expect(await underPolicy("")).toEqual({ plain: "2,1", wasm: "CompileError", faster: "2,1" });
  expect(await underPolicy("'wasm-unsafe-eval'")).toEqual({ plain: "2,1", wasm: "2,1", faster: "2,1" });
});
