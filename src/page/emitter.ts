import type { InklingEvents } from "./api.ts";
import type { Problems } from "./problems.ts";

type Name = keyof InklingEvents;

export interface Emitter {
  on<K extends Name>(name: K, listener: (value: InklingEvents[K]) => void): () => void;
  emit<K extends Name>(name: K, value: InklingEvents[K]): void;
  clear(): void;
}

/** A listener that throws is counted and does not keep the others from hearing. */
export function createEmitter(problems: Problems): Emitter {
  let listeners: readonly { readonly name: Name; readonly hear: (value: never) => void }[] = [];
  return {
    on(name, listener) {
      const entry = { name, hear: listener };
      listeners = [...listeners, entry];
      return () => {
        listeners = listeners.filter((other) => other !== entry);
      };
    },
    emit(name, value) {
      for (const listener of listeners) {
        // The entry was made by on() with a listener of this very name.
        if (listener.name === name) problems.guard(listener.hear as (value: unknown) => void)(value);
      }
    },
    clear() {
      listeners = [];
    },
  };
}
