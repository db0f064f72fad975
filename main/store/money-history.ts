import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Hash } from '../../shared/domain/hex.ts'
import type {
  CloudRun,
  MoneyGrouping,
  MoneyKind,
  MoneyMovement,
  MoneyRow,
  MoneySums
} from '../../shared/domain/money.ts'
import type { MoneyPort } from '../engine/money/ports.ts'

export type MoneyPage = {
  totals: MoneySums
  rows: MoneyRow[]
  nextBefore: string | null
  total: number
  sinceSec: number | null
  untimed: number
}

/** What was written about money, added up by the database. */
export type MoneyHistory = MoneyPort & {
  upsertCloudRuns(runs: readonly CloudRun[]): void
  moneyPage(query: { by: MoneyGrouping; before: string | null; limit: number }): MoneyPage
  /** Every movement, oldest first; those without a time last. */
  movements(): IterableIterator<MoneyMovement>
  cloudRuns(): CloudRun[]
}

/** Wei exceed the 64 bits that SQLite can add: an amount is kept as its whole gwei and what is left of it. */
const gwei = 10n ** 9n

const upsertSql = `INSERT INTO money VALUES (:tx_hash, :log_index, :kind, :idx, :at_sec, :l1_block, :gwei, :rest, :purpose)
  ON CONFLICT (tx_hash, log_index) DO UPDATE SET kind = excluded.kind, idx = excluded.idx, l1_block = excluded.l1_block,
  at_sec = CASE WHEN l1_block = excluded.l1_block THEN coalesce(excluded.at_sec, at_sec) ELSE excluded.at_sec END,
  gwei = excluded.gwei, rest = excluded.rest, purpose = excluded.purpose`

const sumOf = (kind: MoneyKind, name: string): string =>
  `coalesce(sum(CASE kind WHEN '${kind}' THEN gwei END), 0) AS ${name}_gwei, coalesce(sum(CASE kind WHEN '${kind}' THEN rest END), 0) AS ${name}_rest`
const sums = [
  sumOf('reward', 'reward'),
  sumOf('challenge-reward', 'won'),
  sumOf('slash', 'slash'),
  sumOf('slash-reverted', 'back'),
  sumOf('gas', 'gas'),
  'sum(micro_usd) AS micro_usd'
].join(', ')

const moneyColumns = 'kind, gwei, rest, NULL AS micro_usd'
const cloudColumns = 'NULL AS kind, NULL AS gwei, NULL AS rest, micro_usd'
/** A run counts for the day and the month (UTC) in which it began. */
const byTime = (format: string): string => `
  SELECT strftime('${format}', at_sec, 'unixepoch') AS key, ${moneyColumns} FROM money WHERE at_sec IS NOT NULL
  UNION ALL SELECT strftime('${format}', from_ms / 1000, 'unixepoch') AS key, ${cloudColumns} FROM cloud_runs`
const entries: Record<MoneyGrouping, string> = {
  output: `SELECT idx AS key, ${moneyColumns} FROM money WHERE idx IS NOT NULL`,
  day: byTime('%Y-%m-%d'),
  month: byTime('%Y-%m')
}

type Summed = Record<`${'reward' | 'won' | 'slash' | 'back' | 'gas'}_${'gwei' | 'rest'}`, bigint> & {
  key?: bigint | string
  micro_usd: bigint | null
}

const wei = (row: Summed, name: 'reward' | 'won' | 'slash' | 'back' | 'gas'): bigint =>
  row[`${name}_gwei`] * gwei + row[`${name}_rest`]

const sumsOf = (row: Summed): MoneySums => ({
  rewardsWei: wei(row, 'reward'),
  wonWei: wei(row, 'won'),
  slashedWei: wei(row, 'slash') - wei(row, 'back'),
  gasWei: wei(row, 'gas'),
  cloudMicroUsd: Number(row.micro_usd ?? 0n)
})

type Stored = {
  tx_hash: string
  log_index: bigint
  kind: string
  idx: bigint | null
  at_sec: bigint | null
  l1_block: bigint
  gwei: bigint
  rest: bigint
  purpose: string | null
}

const fromStored = (r: Stored): MoneyMovement => ({
  kind: r.kind as MoneyKind,
  txHash: r.tx_hash as Hash,
  logIndex: r.log_index < 0n ? null : Number(r.log_index),
  outputIndex: r.idx,
  atSec: r.at_sec === null ? null : Number(r.at_sec),
  l1BlockNumber: r.l1_block,
  amountWei: r.gwei * gwei + r.rest,
  purpose: r.purpose
})

/** Gas is no event: it has the place before all of them. */
const placeOf = (logIndex: number | null): number => logIndex ?? -1

/** Movements of money and the prover's paid times, in the history's file. */
export function moneyHistory(db: DatabaseSync): MoneyHistory {
  const exact = (sql: string): StatementSync => {
    const statement = db.prepare(sql)
    statement.setReadBigInts(true)
    return statement
  }
  const put = db.prepare(upsertSql)
  const remove = db.prepare('DELETE FROM money WHERE tx_hash = ? AND log_index = ?')
  /** What takes a walk through everything, until the next change. */
  const known = new Map<string, unknown>()
  const once = <T>(name: string, work: () => T): T => {
    if (!known.has(name)) known.set(name, work())
    return known.get(name) as T
  }

  return {
    addMovements(movements) {
      known.clear()
      for (const { txHash, logIndex, kind, outputIndex, atSec, l1BlockNumber, amountWei, purpose } of movements)
        put.run({
          tx_hash: txHash,
          log_index: placeOf(logIndex),
          kind,
          idx: outputIndex,
          at_sec: atSec,
          l1_block: l1BlockNumber,
          gwei: amountWei / gwei,
          rest: amountWei % gwei,
          purpose
        })
    },
    removeMovements(ids) {
      known.clear()
      for (const { txHash, logIndex } of ids) remove.run(txHash, placeOf(logIndex))
    },
    forgetEventsFrom(block) {
      known.clear()
      db.prepare('DELETE FROM money WHERE log_index >= 0 AND l1_block >= ?').run(block)
    },
    forgetAllMovements() {
      known.clear()
      db.exec('DELETE FROM money')
    },
    untimedBlocks: (limit) =>
      (
        exact('SELECT DISTINCT l1_block FROM money WHERE at_sec IS NULL ORDER BY l1_block LIMIT ?').all(limit) as {
          l1_block: bigint
        }[]
      ).map(({ l1_block }) => l1_block),
    setBlockTime(block, atSec) {
      known.clear()
      db.prepare('UPDATE money SET at_sec = ? WHERE l1_block = ?').run(atSec, block)
    },
    upsertCloudRuns(runs) {
      known.clear()
      const one = db.prepare(
        'INSERT INTO cloud_runs VALUES (?, ?, ?) ON CONFLICT (from_ms) DO UPDATE SET to_ms = excluded.to_ms, micro_usd = excluded.micro_usd'
      )
      for (const { fromMs, toMs, microUsd } of runs) one.run(fromMs, toMs, microUsd)
    },
    moneyPage({ by, before, limit }) {
      const from = `FROM (${entries[by]}) `
      const bound = by === 'output' && before !== null ? BigInt(before) : before
      const rows = exact(
        `SELECT key, ${sums} ${from} WHERE ?1 IS NULL OR key < ?1 GROUP BY key ORDER BY key DESC LIMIT ?2`
      ).all(bound, limit) as Summed[]
      const count = once(by, () => exact(`SELECT count(DISTINCT key) AS n ${from}`).get() as { n: bigint })
      const last = rows.at(-1)
      return {
        totals: once('totals', totals),
        rows: rows.map((row) => ({
          ...sumsOf(row),
          ...(by === 'output' && { cloudMicroUsd: null }),
          key: String(row.key)
        })),
        nextBefore: rows.length === limit && last ? String(last.key) : null,
        total: Number(count.n),
        ...once('extent', extent)
      }
    },
    *movements() {
      const all = exact('SELECT * FROM money ORDER BY at_sec IS NULL, at_sec, l1_block, tx_hash, log_index')
      for (const row of all.iterate()) yield fromStored(row as Stored)
    },
    cloudRuns: () =>
      (
        db.prepare('SELECT * FROM cloud_runs ORDER BY from_ms').all() as {
          from_ms: number
          to_ms: number
          micro_usd: number
        }[]
      ).map((r) => ({ fromMs: r.from_ms, toMs: r.to_ms, microUsd: r.micro_usd }))
  }

  function totals(): MoneySums {
    const all = `SELECT ${moneyColumns} FROM money UNION ALL SELECT ${cloudColumns} FROM cloud_runs`
    return sumsOf(exact(`SELECT ${sums} FROM (${all})`).get() as Summed)
  }

  function extent(): { sinceSec: number | null; untimed: number } {
    const first = 'min((SELECT min(at_sec) FROM money), (SELECT min(from_ms) / 1000 FROM cloud_runs))'
    const either = `coalesce(${first}, (SELECT min(at_sec) FROM money), (SELECT min(from_ms) / 1000 FROM cloud_runs))`
    const row = db
      .prepare(`SELECT ${either} AS since, (SELECT count(*) FROM money WHERE at_sec IS NULL) AS untimed`)
      .get() as { since: number | null; untimed: number }
    return { sinceSec: row.since, untimed: row.untimed }
  }
}
