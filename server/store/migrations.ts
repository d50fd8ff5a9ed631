import type { Database } from "./sql.ts";

/** Applied once each, in order; one that has been released is never changed. BYTEA and BIGINT hold bytes and 64-bit numbers in SQLite, too. */
const MIGRATIONS: readonly (readonly string[])[] = [
  [
    "CREATE TABLE identity (name TEXT PRIMARY KEY, private_key TEXT NOT NULL)",
    `CREATE TABLE hpke_keys (
      task TEXT NOT NULL, round BIGINT NOT NULL, id BIGINT NOT NULL, kem TEXT NOT NULL,
      private_key TEXT NOT NULL, public_key TEXT NOT NULL, PRIMARY KEY (task, round, id))`,
    `CREATE TABLE plans (
      hash TEXT PRIMARY KEY, task TEXT NOT NULL, version BIGINT NOT NULL, bytes BYTEA NOT NULL,
      signature TEXT NOT NULL, helper_signature TEXT, UNIQUE (task, version))`,
    `CREATE TABLE rounds (
      plan_hash TEXT PRIMARY KEY, task TEXT NOT NULL, round BIGINT NOT NULL, phase TEXT NOT NULL,
      received BIGINT NOT NULL, count BIGINT NOT NULL, set_hash TEXT, logged BIGINT NOT NULL, sum BYTEA, noised BYTEA, opened BYTEA,
      UNIQUE (task, round))`,
    `CREATE TABLE reports (
      plan_hash TEXT NOT NULL, report_id TEXT NOT NULL, state TEXT NOT NULL, digest TEXT, sealed BYTEA, batch_id TEXT,
      PRIMARY KEY (plan_hash, report_id))`,
    "CREATE INDEX reports_by_state ON reports (plan_hash, state)",
    "CREATE INDEX reports_by_batch ON reports (batch_id)",
    `CREATE TABLE batches (
      batch_id TEXT PRIMARY KEY, plan_hash TEXT NOT NULL, state TEXT NOT NULL, claimed_ms BIGINT NOT NULL,
      body_hash TEXT, verdict BYTEA)`,
    "CREATE INDEX batches_by_state ON batches (plan_hash, state)",
    `CREATE TABLE entries (
      task TEXT NOT NULL, n BIGINT NOT NULL, bytes BYTEA NOT NULL, leader_signature TEXT NOT NULL, helper_signature TEXT,
      PRIMARY KEY (task, n))`,
  ],
  [
    `CREATE TABLE models (
      hash TEXT PRIMARY KEY, task TEXT NOT NULL, version BIGINT NOT NULL, parent TEXT, plan_hash TEXT NOT NULL UNIQUE, round BIGINT NOT NULL,
      bytes BYTEA NOT NULL, signature TEXT NOT NULL, optimizer BYTEA NOT NULL, step_norm DOUBLE PRECISION NOT NULL, made_ms BIGINT NOT NULL,
      state TEXT NOT NULL, reason TEXT, hold_out TEXT, questions BIGINT, quality DOUBLE PRECISION, quality_before DOUBLE PRECISION,
      UNIQUE (task, version))`,
    `CREATE TABLE tasks (
      task TEXT PRIMARY KEY, current TEXT, canary TEXT, canary_share DOUBLE PRECISION, paused BIGINT NOT NULL, trainer_ms BIGINT)`,
    `CREATE TABLE publications (
      task TEXT NOT NULL, n BIGINT NOT NULL, outcome TEXT NOT NULL, plan_hash TEXT NOT NULL, model_hash TEXT, logged BIGINT NOT NULL,
      PRIMARY KEY (task, n))`,
    "ALTER TABLE rounds ADD COLUMN trained BIGINT NOT NULL DEFAULT 0",
  ],
  [
    "CREATE TABLE token_keys (task TEXT NOT NULL, round BIGINT NOT NULL, private_key TEXT NOT NULL, modulus TEXT NOT NULL, PRIMARY KEY (task, round))",
    `CREATE TABLE token_sessions (
      task TEXT NOT NULL, round BIGINT NOT NULL, session TEXT NOT NULL, tokens BIGINT NOT NULL, PRIMARY KEY (task, round, session))`,
    "ALTER TABLE reports ADD COLUMN token TEXT",
    "CREATE UNIQUE INDEX reports_by_token ON reports (plan_hash, token)",
  ],
  [
    "ALTER TABLE plans ADD COLUMN agreed BIGINT NOT NULL DEFAULT 0",
    "UPDATE plans SET agreed = 1 WHERE helper_signature IS NOT NULL",
  ],
  [
    "ALTER TABLE rounds ADD COLUMN bucket_key TEXT",
    "ALTER TABLE rounds ADD COLUMN bucket_commitment TEXT",
    "ALTER TABLE rounds ADD COLUMN buckets_dropped BIGINT NOT NULL DEFAULT 0",
  ],
  [
    `CREATE TABLE report_counts (
      hour BIGINT NOT NULL, answer TEXT NOT NULL, reason TEXT NOT NULL, reports BIGINT NOT NULL, PRIMARY KEY (hour, answer, reason))`,
  ],
  ["ALTER TABLE batches ADD COLUMN claimed_by TEXT"],
];

/** Brings the tables to this release. Processes that start together wait for each other. */
export async function migrate(database: Database): Promise<void> {
  await database.transaction(async (queries) => {
    await queries.alone();
    await queries.run("CREATE TABLE IF NOT EXISTS migrations (id BIGINT PRIMARY KEY)");
    const rows = await queries.all("SELECT id FROM migrations");
    for (const [id, statements] of MIGRATIONS.entries()) {
      if (rows.some((row) => row.id === id)) continue;
      for (const statement of statements) await queries.run(statement);
      await queries.run("INSERT INTO migrations (id) VALUES ($1)", id);
    }
  });
}
