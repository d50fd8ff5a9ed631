import type { EngineStatus } from "../../src/core/bridge/protocol.ts";

/** What an engine says that has just opened its store: nothing kept, nothing learned, nothing given away. */
export const ENGINE_STATUS: EngineStatus = {
  storage: { state: "indexeddb", events: 0, bytes: 0 },
  catalogue: { state: "ready", products: 3, version: "test", live: "none" },
  unmatched: { share: 0, samples: [] },
  policy: "scripted",
  paused: false,
  consent: { store: true, personalise: true, contribute: false },
  learning: { state: "waiting", why: "", due: false },
  contribution: {
    state: "off",
    why: "no consent",
    due: false,
    next: 0,
    spentMicroRho: 0,
    leftMicroRho: 625_000,
    tokens: 0,
    reports: [],
    model: { state: "off", why: "no consent" },
  },
};
