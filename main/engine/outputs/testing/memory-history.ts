import type { ChallengeRow } from '../../../../shared/domain/challenge.ts'
import type { OutputRow } from '../../../../shared/domain/output.ts'
import { rowKey } from '../../challenge/challenge-book.ts'
import type { ChallengeHistoryPort } from '../../challenge/ports.ts'
import type { HistoryPort } from '../../ports.ts'

/** A history that forgets when the process ends: for tests and for runs without a data folder. */
export function createMemoryHistory(): HistoryPort & ChallengeHistoryPort {
  const rows = new Map<bigint, OutputRow>()
  const meta = new Map<string, string>()
  const challenges = new Map<string, ChallengeRow>()
  const sorted = (mine: boolean): OutputRow[] =>
    [...rows.values()].filter((r) => !mine || r.mine).sort((a, b) => (a.index < b.index ? 1 : -1))
  const sum = (pick: (row: OutputRow) => bigint | null): bigint =>
    sorted(true).reduce((total, row) => total + (pick(row) ?? 0n), 0n)
  return {
    upsertOutputs(list) {
      for (const row of list) rows.set(row.index, row)
    },
    removeOutputs(indexes) {
      for (const index of indexes) rows.delete(index)
    },
    output: (index) => rows.get(index) ?? null,
    page({ before, limit, mine }) {
      const all = sorted(mine)
      const older = before === null ? all : all.filter((r) => r.index < before)
      const page = older.slice(0, limit)
      const last = page.at(-1)
      return { rows: page, nextBefore: last && older.length > limit ? last.index : null, total: all.length }
    },
    totals: () => ({
      outputsSeen: rows.size,
      mySubmissions: sorted(true).length,
      rewardsWei: sum((r) => r.rewardWei),
      feesWei: sum((r) => r.feeWei)
    }),
    getMeta: (key) => meta.get(key) ?? null,
    setMeta: (key, value) => void meta.set(key, value),
    upsertChallenge: (row) => void challenges.set(rowKey(row), { ...row, next: null, proof: null }),
    removeChallenge: (row) => void challenges.delete(rowKey(row)),
    challenges: (limit = 500) =>
      [...challenges.values()].sort((a, b) => b.createdAtSec - a.createdAtSec).slice(0, limit)
  }
}
