import { describe, expect, test, vi } from "vitest";
import type { BackendName, StartBackend } from "../../../workers/model/backend.ts";
import { backendOrder, type Calibration, type CalibrationSetup } from "../../../workers/model/calibrate.ts";
import { Runner } from "../../../workers/model/runner.ts";

/** Backends that take so many milliseconds a probe; those without a time do not start. */
function deviceOf(times: Partial<Record<BackendName, number>>) {
  let inUse: BackendName | undefined;
  let clock = 0;
  const disposed: BackendName[] = [];
  const start: StartBackend = async (name) => {
    if (times[name] === undefined) throw new Error(`no ${name} here`);
    return {
      name,
      use: async () => {
        inUse = name;
      },
      dispose: () => void disposed.push(name),
    };
  };
  const probe = vi.fn(async () => {
    clock += times[inUse!]!;
  });
  return { start, probe, disposed, now: () => clock, inUse: () => inUse };
}

function setupOf(device: ReturnType<typeof deviceOf>, kept: unknown) {
  let stored = kept;
  const setup: CalibrationSetup = {
    version: "2.0.0",
    device: "4 cores, no GPU",
    storage: {
      read: async () => stored,
      write: async (calibration) => {
        stored = calibration;
      },
    },
    start: device.start,
    probe: device.probe,
    now: device.now,
  };
  return { setup, stored: () => stored as Calibration };
}

describe("the calibration", () => {
  test("orders what works here by its time, keeps that, and gives back the memory of all but the fastest", async () => {
    const device = deviceOf({ webgpu: 9, wasm: 2, cpu: 30 });
    const { setup, stored } = setupOf(device, undefined);
    expect(await backendOrder(setup)).toEqual(["wasm", "webgpu", "cpu"]);
    expect(stored()).toEqual({ version: "2.0.0", device: "4 cores, no GPU", order: ["wasm", "webgpu", "cpu"] });
    expect(device.disposed).toEqual(["webgpu", "cpu"]);
  });

  test("is done once", async () => {
    const device = deviceOf({ wasm: 2, cpu: 30 });
    const { setup } = setupOf(device, undefined);
    await backendOrder(setup);
    const probes = device.probe.mock.calls.length;
    expect(await backendOrder(setup)).toEqual(["wasm", "cpu"]);
    expect(device.probe).toHaveBeenCalledTimes(probes);
  });

  test.each([
    ["another version", { version: "1.0.0", device: "4 cores, no GPU", order: ["cpu"] }],
    ["another device", { version: "2.0.0", device: "8 cores, no GPU", order: ["cpu"] }],
    ["a backend unheard of", { version: "2.0.0", device: "4 cores, no GPU", order: ["webgl"] }],
    ["no backend", { version: "2.0.0", device: "4 cores, no GPU", order: [] }],
    ["nothing of the kind", "cpu"],
  ])("is done again where what was kept is of %s", async (_, kept) => {
    const { setup } = setupOf(deviceOf({ wasm: 2, cpu: 30 }), kept);
    expect(await backendOrder(setup)).toEqual(["wasm", "cpu"]);
  });

  test("leaves out what fails while it is measured", async () => {
    const device = deviceOf({ webgpu: 1, cpu: 30 });
    device.probe.mockRejectedValueOnce(new Error("lost"));
    expect(await backendOrder(setupOf(device, undefined).setup)).toEqual(["cpu"]);
  });
});

describe("the runner", () => {
  const ORDER = ["webgpu", "wasm", "cpu"] as const;

  test("goes on with the next backend in the same call, and stays there", async () => {
    const device = deviceOf({ webgpu: 1, cpu: 1 });
    const runner = new Runner(ORDER, device.start);
    const call = vi.fn(async () => {
      if (device.inUse() === "webgpu") throw new Error("lost");
      return device.inUse();
    });
    expect(await runner.run(call)).toBe("cpu");
    expect(await runner.run(call)).toBe("cpu");
    expect(call).toHaveBeenCalledTimes(3);
    expect(runner.backend).toBe("cpu");
  });

  test("calls side by side drop a backend once", async () => {
    const device = deviceOf({ webgpu: 1, wasm: 1, cpu: 1 });
    const runner = new Runner(ORDER, device.start);
    const call = async (): Promise<unknown> => {
      const began = device.inUse();
      await Promise.resolve();
      if (began === "webgpu") throw new Error("lost");
      return began;
    };
    expect(await Promise.all([runner.run(call), runner.run(call), runner.run(call)])).toEqual(["wasm", "wasm", "wasm"]);
  });

  test("rejects with what the last one failed of", async () => {
    const runner = new Runner(ORDER, deviceOf({ cpu: 1 }).start);
    await expect(runner.run(() => Promise.reject(new Error("wrong shape")))).rejects.toThrow("wrong shape");
    await expect(runner.run(async () => 1)).rejects.toThrow("no backend is left");
  });
});
