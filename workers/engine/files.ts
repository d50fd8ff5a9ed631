import type { ExportFile, Values } from "../../src/core/bridge/protocol.ts";
import { RequestError } from "../../src/core/errors.ts";
import { readFields } from "../../src/core/event/fields.ts";
import { parseLedger } from "../../src/core/privacy/ledger/parse.ts";
import { plain, soundOf, tidyLater, unknownOf } from "./events.ts";
import { profile } from "./rankings.ts";
import type { Session } from "./session.ts";

/** Twice what a store keeps. */
const MAX_EVENTS = 10_000;

export async function exportFile(session: Session): Promise<ExportFile> {
  const { events, compacted } = await session.keeper.store.read();
  return {
    format: "inkling-export",
    version: 1,
    at: session.platform.now(),
    events: events.map(plain),
    compacted,
    profile: await profile(session),
    steering: session.steering.lines,
    learning: await session.learningStatus(),
    contribution: await session.contributionStatus(),
    ledger: (await session.keeper.store.contributed())?.ledger ?? null,
  };
}

/**
 * Takes events and ledger out of an export; what they were folded into before stays behind. Throws RequestError for anything else, and where nothing is
 * kept.
 */
export async function importFile(session: Session, file: unknown): Promise<Values["import"]> {
  const { format, version, events, ledger, steering } = readFields(file) ?? {};
  if (format !== "inkling-export" || version !== 1 || !Array.isArray(events))
    throw new RequestError("import takes a file that export() gave");
  if (events.length > MAX_EVENTS) throw new RequestError(`import takes at most ${MAX_EVENTS} events`);
  if (session.keeper.state !== "indexeddb" || session.paused) throw new RequestError("nothing is kept here now");
  const { erasures } = session;
  const code = Array.isArray(steering) && steering.length > 0 ? await session.steering.code() : undefined;
  const sound = await session.platform.pace(soundOf(session, events));
  if (session.erasures !== erasures) throw new RequestError("everything was erased meanwhile");
  const unknown = unknownOf(sound, session.memory.events);
  const { stored } = await session.keeper.store.importEvents(unknown, parseLedger(ledger));
  await session.memory.reload(session.keeper.store);
  if (code !== undefined && session.erasures === erasures)
    await session.steer(code.importSteering(session.steering.lines, steering));
  session.changed();
  tidyLater(session);
  return { imported: stored };
}
