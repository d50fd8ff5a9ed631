/** What the browser tells of the hardware, by which a calibration is known again. */
export async function deviceOf(gpu: GPU | undefined, cores: number): Promise<string> {
  const info = (await gpu?.requestAdapter({ powerPreference: "low-power" }))?.info;
  return `${cores} cores, ${info ? [info.vendor, info.architecture, info.device].join(" ") : "no GPU"}`;
}
