import type { DatabaseSync } from 'node:sqlite'
import { AppError } from '../../shared/errors.ts'

/** Numbered migrations: never edit one that was released, add the next. */
const migrations: readonly string[] = [
  `CREATE TABLE outputs (
     idx INTEGER PRIMARY KEY, l2_block INTEGER NOT NULL, root TEXT NOT NULL, submitter TEXT NOT NULL, mine INTEGER NOT NULL,
     submitted_at INTEGER NOT NULL, l1_block INTEGER NOT NULL, tx_hash TEXT NOT NULL, verdict TEXT NOT NULL,
     finalized_at INTEGER NOT NULL, deleted INTEGER NOT NULL, reward_wei TEXT, paid_at INTEGER, gas_used TEXT, fee_wei TEXT
   ) STRICT;
   CREATE INDEX outputs_mine ON outputs (mine, idx);
   CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;`,
  `CREATE TABLE challenges (
     idx INTEGER NOT NULL, challenger TEXT NOT NULL, created_at INTEGER NOT NULL, is_open INTEGER NOT NULL, row TEXT NOT NULL,
     PRIMARY KEY (idx, challenger, created_at)
   ) STRICT;
   CREATE INDEX challenges_newest ON challenges (created_at);`,
  `CREATE TABLE alerts (
     key TEXT NOT NULL, raised_at INTEGER NOT NULL, is_open INTEGER NOT NULL, row TEXT NOT NULL, PRIMARY KEY (key, raised_at)
   ) STRICT;
   CREATE INDEX alerts_newest ON alerts (is_open, raised_at);
   CREATE TABLE alert_mutes (code TEXT PRIMARY KEY, until_ms INTEGER) STRICT;
   CREATE TABLE alert_messages (
     id INTEGER PRIMARY KEY AUTOINCREMENT, channel TEXT NOT NULL, message TEXT NOT NULL, queued_at INTEGER NOT NULL,
     attempts INTEGER NOT NULL, not_before INTEGER NOT NULL
   ) STRICT;
   CREATE INDEX alert_messages_waiting ON alert_messages (channel, id);`,
  // What was scanned before money was kept is scanned once more.
  `CREATE TABLE money (
     tx_hash TEXT NOT NULL, log_index INTEGER NOT NULL, kind TEXT NOT NULL, idx INTEGER, at_sec INTEGER, l1_block INTEGER NOT NULL,
     gwei INTEGER NOT NULL, rest INTEGER NOT NULL, purpose TEXT, PRIMARY KEY (tx_hash, log_index)
   ) STRICT;
   CREATE INDEX money_output ON money (idx);
   CREATE INDEX money_time ON money (at_sec);
   CREATE INDEX money_block ON money (l1_block);
   CREATE TABLE cloud_runs (from_ms INTEGER PRIMARY KEY, to_ms INTEGER NOT NULL, micro_usd INTEGER NOT NULL) STRICT;
   UPDATE meta SET value = '' WHERE key = 'outputs.scanned-to';`
]

/** Brings the file to the newest schema. Throws AppError HISTORY_FROM_FUTURE when a newer version of the app wrote it. */
export function migrate(db: DatabaseSync, path: string): void {
  const version = Number((db.prepare('PRAGMA user_version').get() as { user_version: number }).user_version)
  if (version > migrations.length)
    throw new AppError(
      { code: 'HISTORY_FROM_FUTURE', path, version },
      {
        message: `${path} was written by a newer version of this app. Update the app, or move the file away to begin a new history.`
      }
    )
  migrations.slice(version).forEach((sql, i) => {
    db.exec(`BEGIN; ${sql} PRAGMA user_version = ${version + i + 1}; COMMIT`)
  })
}
