import type { Head } from "../../src/core/catalogue/learned.ts";
import type { Backend, BackendName, BackendSources, StartBackend, Starts } from "../model/backend.ts";
import { adapterOf } from "../model/device.ts";
import type { HeadLists, HeadSlopes } from "../model/slopes.ts";

/** What a file of tfjs gives, with the backends that are in it. */
export interface TfjsFile {
  readonly STARTS: Starts;
  createProbe(): () => Promise<void>;
  headSlopes(head: Head, lists: HeadLists): Promise<HeadSlopes>;
}

/** Loads the file that has a backend. Rejects where there is none, or the page's policy forbids it. */
export type LoadTfjs = (name: BackendName) => Promise<TfjsFile>;

/** tfjs as a learner uses it: nothing of it is loaded before a backend is started. */
export class Tfjs {
  readonly #load: LoadTfjs;
  readonly #sources: BackendSources;
  readonly #started = new Map<BackendName, Promise<Backend>>();
  #inUse: TfjsFile | undefined;

  constructor(load: LoadTfjs, sources: BackendSources) {
    this.#load = load;
    this.#sources = sources;
  }

  /** Each once, until it is disposed. */
  readonly start: StartBackend = (name) => {
    const running = this.#started.get(name) ?? this.#startNew(name);
    this.#started.set(name, running);
    return running;
  };

  /** Work of a device's usual size on the backend in use. */
  probe(): () => Promise<void> {
    const probes = new Map<TfjsFile, () => Promise<void>>();
    return () => {
      const file = this.#file();
      const probe = probes.get(file) ?? file.createProbe();
      probes.set(file, probe);
      return probe();
    };
  }

  /** On the backend in use. */
  headSlopes(head: Head, lists: HeadLists): Promise<HeadSlopes> {
    return this.#file().headSlopes(head, lists);
  }

  #file(): TfjsFile {
    if (this.#inUse === undefined) throw new Error("no backend is in use");
    return this.#inUse;
  }

  async #startNew(name: BackendName): Promise<Backend> {
    // A file of 200 kB for a GPU that is not there.
    if (name === "webgpu" && !(await adapterOf(this.#sources.gpu))) throw new Error("no GPU");
    const file = await this.#load(name);
    const backend = await file.STARTS[name]!(this.#sources);
    return {
      name,
      use: async () => {
        await backend.use();
        this.#inUse = file;
      },
      dispose: () => {
        this.#started.delete(name);
        backend.dispose();
      },
    };
  }
}
