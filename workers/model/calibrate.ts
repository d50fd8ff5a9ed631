import { BACKENDS, type BackendName, type StartBackend } from "./backend.ts";

/** What one measurement on a device said. */
export interface Calibration {
  /** Of Inkling: another one may compute differently. */
  readonly version: string;
  /** What the browser tells of the hardware. */
  readonly device: string;
  /** Backends that work here, the fastest first. */
  readonly order: readonly BackendName[];
}

/** Where the last calibration is kept: what it reads may be anything. */
export interface CalibrationStorage {
  read(): Promise<unknown>;
  write(calibration: Calibration): Promise<void>;
}

export interface CalibrationSetup {
  readonly version: string;
  readonly device: string;
  readonly storage: CalibrationStorage;
  readonly start: StartBackend;
  /** Work to time: on the backend in use, to its end. */
  probe(): Promise<unknown>;
  /** Milliseconds. */
  now(): number;
}

/** Timed runs of a backend, after one that compiles. */
const RUNS = 3;

/** The backends that work here, the fastest first: as kept for this device and version, or else measured once and kept. */
export async function backendOrder(setup: CalibrationSetup): Promise<readonly BackendName[]> {
  const kept = parseCalibration(await setup.storage.read());
  if (kept?.version === setup.version && kept.device === setup.device) return kept.order;
  const { version, device } = setup;
  const order = await measuredOrder(setup);
  await setup.storage.write({ version, device, order });
  return order;
}

/** All but the fastest give their memory back. */
async function measuredOrder(setup: CalibrationSetup): Promise<readonly BackendName[]> {
  const measured: { readonly name: BackendName; readonly ms: number }[] = [];
  for (const name of BACKENDS) {
    const ms = await medianMs(name, setup).catch(() => undefined);
    if (ms !== undefined) measured.push({ name, ms });
  }
  const order = measured.sort((a, b) => a.ms - b.ms).map(({ name }) => name);
  for (const name of order.slice(1)) (await setup.start(name)).dispose();
  return order;
}

/** Rejects where the backend does not work. */
async function medianMs(name: BackendName, { start, probe, now }: CalibrationSetup): Promise<number> {
  const backend = await start(name);
  await backend.use();
  await probe();
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const before = now();
    await probe();
    times.push(now() - before);
  }
  return times.sort((a, b) => a - b)[RUNS >> 1]!;
}

/** Undefined for what is no calibration, or names no backend. */
function parseCalibration(value: unknown): Calibration | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { version, device, order } = value as Readonly<Record<string, unknown>>;
  if (typeof version !== "string" || typeof device !== "string" || !Array.isArray(order)) return undefined;
  const named = order.every((name) => (BACKENDS as readonly unknown[]).includes(name));
  return named && order.length > 0 ? { version, device, order } : undefined;
}
