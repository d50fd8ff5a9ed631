import type { Answer, Question } from "./question.ts";
import { makeReports, makeRound, type Round } from "./server/made.ts";
import { sendAll } from "./server/send.ts";
import { type Store, stores } from "./server/stores.ts";
import { Subject } from "./server/subject-process.ts";
import { percentile, rounded } from "./stats.ts";
import { table } from "./table.ts";

const TURNS = 3;
/** As many as one batch takes. */
const BATCH = 256;
const BATCHES = 4;
/** So many come before the clock is read. */
const WARMING = 2 * BATCH;
const REPORTS = WARMING + 2 * BATCHES * BATCH;

/** Reports of 64 kB that a leader gets through in a second of its own processor time. */
export interface ServerRates {
  readonly acknowledged: number;
  /** Opened, agreed on with a helper that costs nothing, and added up. */
  readonly opened: number;
  /** The same batches where no key opens anything: no HPKE, nothing to add. */
  readonly withoutHpke: number;
  /** Acknowledged a second by the wall clock, while this process sends and the database writes. */
  readonly wall: number;
}

/** What a report of 64 kB costs a leader, on every store and on none. */
export const question: Question = async (progress): Promise<Answer> => {
  progress(`${REPORTS} reports of 64 kB are sealed`);
  const round = makeRound(2 * REPORTS, Date.now());
  const reports = await makeReports(round, REPORTS);
  const all = await stores(progress);
  const rates = new Map<Store, ServerRates[]>(all.map((store) => [store, []]));
  for (let turn = 1; turn <= TURNS; turn++)
    for (const store of all) {
      progress(`${store.name}, turn ${turn} of ${TURNS}`);
      rates.get(store)?.push(await measured(store, round, reports));
    }
  const rows = all.map(({ name }, at) => ({ name, ...median(rates.get(all[at]!) ?? []) }));
  const [none] = rows.slice(-1);
  const figures = rows.map((row) => ({
    ...row,
    both: rounded(1 / (1 / row.acknowledged + 1 / row.opened)),
    toNoStore: rounded(row.acknowledged / none!.acknowledged),
    openedToWithoutHpke: rounded(row.opened / row.withoutHpke),
  }));
  return { figures: { reports: REPORTS, turns: TURNS, stores: figures }, text: textOf(figures), charts: {} };
};

async function measured(store: Store, { bytes, keys }: Round, reports: readonly Uint8Array[]): Promise<ServerRates> {
  await store.empty();
  const { db, schema } = store;
  const plan = Buffer.from(bytes).toString("base64");
  const subject = await Subject.start({ tag: "begin", db, schema, plan, keys });
  await sendAll(subject.port, reports.slice(0, WARMING));
  await subject.seconds({ tag: "add", batches: WARMING / BATCH });
  subject.tell({ tag: "mark" });
  const wallMs = await sendAll(subject.port, reports.slice(WARMING));
  const taking = await subject.seconds({ tag: "spent" });
  const opening = await subject.seconds({ tag: "add", batches: BATCHES });
  subject.tell({ tag: "forget-keys" });
  const settling = await subject.seconds({ tag: "add", batches: BATCHES });
  await subject.end();
  await store.empty();
  const counted = REPORTS - WARMING;
  return {
    acknowledged: counted / taking,
    opened: (BATCHES * BATCH) / opening,
    withoutHpke: (BATCHES * BATCH) / settling,
    wall: counted / (wallMs / 1_000),
  };
}

function median(turns: readonly ServerRates[]): ServerRates {
  const of = (name: keyof ServerRates): number =>
    rounded(
      percentile(
        turns.map((turn) => turn[name]),
        0.5,
      ),
    );
  return { acknowledged: of("acknowledged"), opened: of("opened"), withoutHpke: of("withoutHpke"), wall: of("wall") };
}

type Figures = ServerRates & {
  readonly name: string;
  readonly both: number;
  readonly toNoStore: number;
  readonly openedToWithoutHpke: number;
};

const textOf = (figures: readonly Figures[]): string =>
  table(
    [
      ...[
        "64 kB reports a second and core",
        "acknowledged",
        "opened",
        "both",
        "without HPKE",
        "acknowledged by the clock",
      ],
      ...["acknowledged, no store = 1", "opened, without HPKE = 1"],
    ],
    figures.map(({ name, acknowledged, opened, both, withoutHpke, wall, toNoStore, openedToWithoutHpke }) => [
      name,
      ...[acknowledged, opened, both, withoutHpke, wall].map((rate) => rate.toLocaleString("en")),
      ...[String(toNoStore), String(openedToWithoutHpke)],
    ]),
  );
