import type { Engine } from "../engine/engine.ts";
import { limited } from "../engine/limited.ts";

/** Names of one product that are asked for, and how long that may take. */
const MAX_ASKED = 12;
const LIMIT_MS = 2_000;
/** Names whose answer is kept; of more the one goes that was asked for first. */
const MAX_KEPT = 1_000;

/** Of the names of one product the first that the catalogue has; the first of all where it has none, or nobody answers in time. */
export type Resolve = (ids: readonly string[]) => Promise<string>;

export function createResolver(engine: Pick<Engine, "ask">): Resolve {
  const asked = new Map<string, Promise<boolean>>();
  const ask = async (id: string): Promise<boolean> => {
    const reply = await engine.ask<"explain">({ type: "explain", id });
    // Without an engine or a catalogue nothing is known of it yet.
    if (!reply.ok) asked.delete(id);
    return reply.ok && reply.value.known;
  };
  const has = (id: string): Promise<boolean> => {
    const answer = asked.get(id) ?? ask(id);
    asked.set(id, answer);
    if (asked.size > MAX_KEPT) asked.delete(asked.keys().next().value!);
    return answer;
  };
  const search = async (ids: readonly string[]): Promise<string | undefined> => {
    for (const id of ids.slice(0, MAX_ASKED)) if (await has(id)) return id;
    return undefined;
  };
  return async (ids) => (await limited(search(ids), LIMIT_MS, () => undefined)) ?? ids[0] ?? "";
}
