import { expect, test } from "vitest";

const SCRIPT = `
  import { startCpu } from "/workers/model/backends/cpu.ts";
  import { startWasm } from "/workers/model/backends/wasm.ts";
  import { createProbe } from "/workers/model/probe.ts";
  const wasmFolder = "${location.origin}/node_modules/@tensorflow/tfjs-backend-wasm/dist/";
  const outcome = async (start) => {
    try {
      await (await start({ wasmFolder })).use();
      await createProbe()();
      return "computes";
    } catch {
      return "does not start";
    }
  };
  parent.postMessage({ wasm: await outcome(startWasm), cpu: await outcome(startCpu) }, "*");
`;

/** What becomes of head and training step in a page with this policy for scripts. */
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

test("a policy that forbids eval stops nothing but WebAssembly, which it may allow", { timeout: 60_000 }, async () => {
  expect(await underPolicy("")).toEqual({ wasm: "does not start", cpu: "computes" });
  expect(await underPolicy("'wasm-unsafe-eval'")).toEqual({ wasm: "computes", cpu: "computes" });
});
