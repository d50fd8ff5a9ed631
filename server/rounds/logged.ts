import { MAX_LOG_ENTRIES } from "../../src/core/protocol/bounds.ts";
import { type LogEntry, parseEntry } from "../../src/core/protocol/log.ts";
import { entriesFrom } from "../store/entries.ts";
import type { Queries } from "../store/sql.ts";
import { TEXT } from "../text.ts";
import type { KnownPlan } from "./known-plan.ts";

/** Whether the log says so of this plan: this outcome, and this model where one is given. */
export async function isLogged(
  queries: Queries,
  { plan, hash }: KnownPlan,
  { outcome, modelHash }: Pick<LogEntry, "outcome"> & Partial<Pick<LogEntry, "modelHash">>,
): Promise<boolean> {
  for (let from = 0; ; from += MAX_LOG_ENTRIES) {
    const entries = await entriesFrom(queries, plan.task, from, MAX_LOG_ENTRIES);
    for (const { bytes } of entries) {
      const said = parseEntry(bytes, TEXT);
      const isSo = said.planHash === hash && said.outcome === outcome;
      if (isSo && (modelHash === undefined || said.modelHash === modelHash)) return true;
    }
    if (entries.length < MAX_LOG_ENTRIES) return false;
  }
}
