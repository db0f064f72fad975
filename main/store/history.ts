import { DatabaseSync } from 'node:sqlite'
import type { OutputRow } from '../../shared/domain/output.ts'
import { AppError } from '../../shared/errors.ts'
import type { OutputPoint } from '../../shared/ipc/contract.ts'
import type { AlertStore } from '../alerts/alert-store.ts'
import type { HistoryPort } from '../engine/ports.ts'
import { alertHistory } from './alert-history.ts'
import { type ChallengeHistory, challengeHistory } from './challenge-history.ts'
import { migrate } from './history-schema.ts'
import { type MoneyHistory, moneyHistory } from './money-history.ts'
import { fromRow, type StoredOutput, toRow } from './output-row.ts'

export type History = HistoryPort &
  ChallengeHistory &
  AlertStore &
  MoneyHistory & {
    /** Own outputs, oldest first, at most `limit` of the newest. */
    series(limit: number): OutputPoint[]
    close(): void
  }

const upsert = `INSERT INTO outputs VALUES (:idx, :l2_block, :root, :submitter, :mine, :submitted_at, :l1_block, :tx_hash, :verdict,
  :finalized_at, :deleted, :reward_wei, :paid_at, :gas_used, :fee_wei)
  ON CONFLICT (idx) DO UPDATE SET l2_block = excluded.l2_block, root = excluded.root, submitter = excluded.submitter, mine = excluded.mine,
  submitted_at = excluded.submitted_at, l1_block = excluded.l1_block, tx_hash = excluded.tx_hash, verdict = excluded.verdict,
  finalized_at = excluded.finalized_at, deleted = excluded.deleted, reward_wei = excluded.reward_wei, paid_at = excluded.paid_at,
  gas_used = excluded.gas_used, fee_wei = excluded.fee_wei`

/** Outputs, disputes, alerts and their fate in one SQLite file (`:memory:` for none). Throws AppError HISTORY_DAMAGED or HISTORY_FROM_FUTURE; never overwrites a file that it cannot read. */
export function openHistory(path: string): History {
  const db = openDatabase(path)
  const put = db.prepare(upsert)
  const remove = db.prepare('DELETE FROM outputs WHERE idx = ?')
  const one = db.prepare('SELECT * FROM outputs WHERE idx = ?')
  const rowsOf = (sql: string, ...params: (number | bigint)[]): OutputRow[] =>
    (db.prepare(sql).all(...params) as StoredOutput[]).map(fromRow)

  return {
    ...challengeHistory(db),
    ...alertHistory(db),
    ...moneyHistory(db),
    upsertOutputs(rows) {
      db.exec('BEGIN')
      try {
        for (const row of rows) put.run(toRow(row))
        db.exec('COMMIT')
      } catch (error) {
        db.exec('ROLLBACK')
        throw error
      }
    },
    removeOutputs(indexes) {
      for (const index of indexes) remove.run(index)
    },
    output(index) {
      const row = one.get(index) as StoredOutput | undefined
      return row ? fromRow(row) : null
    },
    page({ before, limit, mine }) {
      const filter = mine ? 'mine = 1' : '1'
      const rows = rowsOf(
        `SELECT * FROM outputs WHERE ${filter} AND idx < ? ORDER BY idx DESC LIMIT ?`,
        before ?? 2n ** 62n,
        limit
      )
      const last = rows.at(-1)
      const total = db.prepare(`SELECT count(*) AS n FROM outputs WHERE ${filter}`).get() as { n: number }
      return { rows, nextBefore: rows.length === limit && last ? last.index : null, total: total.n }
    },
    series(limit) {
      const rows = rowsOf('SELECT * FROM outputs WHERE mine = 1 ORDER BY idx DESC LIMIT ?', limit)
      return rows.reverse().map(({ index, submittedAtSec, rewardWei, gasUsed, feeWei }) => ({
        index,
        submittedAtSec,
        rewardWei,
        gasUsed,
        feeWei
      }))
    },
    totals() {
      const mine = rowsOf('SELECT * FROM outputs WHERE mine = 1')
      const seen = db.prepare('SELECT count(*) AS n FROM outputs').get() as { n: number }
      const sum = (pick: (r: OutputRow) => bigint | null): bigint =>
        mine.reduce((total, r) => total + (pick(r) ?? 0n), 0n)
      return {
        outputsSeen: seen.n,
        mySubmissions: mine.length,
        rewardsWei: sum((r) => r.rewardWei),
        feesWei: sum((r) => r.feeWei)
      }
    },
    getMeta: (key) =>
      (db.prepare('SELECT value FROM meta WHERE key = ?').get(key) as { value: string } | undefined)?.value ?? null,
    setMeta: (key, value) => {
      db.prepare('INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value').run(
        key,
        value
      )
    },
    close: () => db.close()
  }
}

function openDatabase(path: string): DatabaseSync {
  try {
    const db = new DatabaseSync(path, { timeout: 2_000 })
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL')
    migrate(db, path)
    return db
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError(
      { code: 'HISTORY_DAMAGED', path },
      {
        message: `The history ${path} cannot be read and was left as it is. Move it away and start again: it is rebuilt from the chain.`,
        cause
      }
    )
  }
}
