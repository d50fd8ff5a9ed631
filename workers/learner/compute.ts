import type { Head } from "../../src/core/catalogue/learned.ts";
import { VERSION } from "../../src/core/version.ts";
import type { BackendName, BackendSources } from "../model/backend.ts";
import { backendOrder, type CalibrationStorage } from "../model/calibrate.ts";
import { deviceOf } from "../model/device.ts";
import { Runner } from "../model/runner.ts";
import type { HeadLists, HeadSlopes } from "../model/slopes.ts";
import { type LoadTfjs, Tfjs } from "./tfjs.ts";

export interface ComputeMeans {
  readonly loadTfjs: LoadTfjs;
  readonly sources: BackendSources;
  readonly cores: number;
  /** Milliseconds. */
  readonly clock: () => number;
}

/** Slopes on the fastest backend of this device. Nothing is measured, or loaded, before the first are asked for. */
export class Compute {
  readonly #means: ComputeMeans;
  readonly #storage: CalibrationStorage;
  readonly #tfjs: Tfjs;
  #runner: Runner | undefined;

  constructor(means: ComputeMeans, storage: CalibrationStorage) {
    this.#means = means;
    this.#storage = storage;
    this.#tfjs = new Tfjs(means.loadTfjs, means.sources);
  }

  /** What computes; empty before anything was computed. */
  get backend(): string {
    return this.#runner?.backend ?? "";
  }

  readonly slopesOf = async (head: Head, lists: HeadLists): Promise<HeadSlopes> => {
    this.#runner ??= new Runner(await this.#order(), this.#tfjs.start);
    return this.#runner.run(() => this.#tfjs.headSlopes(head, lists));
  };

  async #order(): Promise<readonly BackendName[]> {
    const { sources, cores, clock } = this.#means;
    return backendOrder({
      version: VERSION,
      device: await deviceOf(sources.gpu, cores),
      storage: this.#storage,
      start: this.#tfjs.start,
      probe: this.#tfjs.probe(),
      now: clock,
    });
  }
}
