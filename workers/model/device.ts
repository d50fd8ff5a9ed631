/** The GPU that everything here asks for; undefined without WebGPU, null where it has none to give. */
export const adapterOf = (gpu: GPU | undefined): Promise<GPUAdapter | null> | undefined =>
  gpu?.requestAdapter({ powerPreference: "low-power" });

/** What the browser tells of the hardware, by which a calibration is known again. */
export async function deviceOf(gpu: GPU | undefined, cores: number): Promise<string> {
  const info = (await adapterOf(gpu))?.info;
  return `${cores} cores, ${info ? [info.vendor, info.architecture, info.device].join(" ") : "no GPU"}`;
}
