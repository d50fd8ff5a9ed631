import { WGSL } from "./shader.ts";

/** The shader's two entry points, compiled. */
export interface Programs {
  readonly score: GPUComputePipeline;
  readonly merge: GPUComputePipeline;
}

const compiled = new WeakMap<GPUDevice, Promise<Programs>>();

/** Compiled once a device, however often a catalogue changes. Rejects with a GPUPipelineError where the device refuses the shader. */
export function programsOf(device: GPUDevice): Promise<Programs> {
  const known = compiled.get(device);
  if (known !== undefined) return known;
  const programs = compile(device);
  compiled.set(device, programs);
  return programs;
}

async function compile(device: GPUDevice): Promise<Programs> {
  const module = device.createShaderModule({ code: WGSL });
  const pipeline = (entryPoint: string) =>
    device.createComputePipelineAsync({ layout: "auto", compute: { module, entryPoint } });
  const [score, merge] = await Promise.all([pipeline("score"), pipeline("merge")]);
  return { score, merge };
}
