import type { ChallengeRow } from '../../../shared/domain/challenge.ts'
import { balanceWei, resultOf } from './stakes.ts'

export type SortKey = 'ended' | 'output' | 'result' | 'money'
export type Sort = { key: SortKey; descending: boolean }
export const newestFirst: Sort = { key: 'ended', descending: true }

/** When a challenge ended: its last move. */
export const endedAtSec = ({ moves, createdAtSec }: Pick<ChallengeRow, 'moves' | 'createdAtSec'>): number =>
  moves.at(-1)?.atSec ?? createdAtSec

const rank = { lost: 0, won: 1, even: 2, watched: 3 } as const

const cellValue: Record<SortKey, (row: ChallengeRow) => number | bigint> = {
  ended: endedAtSec,
  output: (row) => row.outputIndex,
  result: (row) => rank[resultOf(row)],
  money: balanceWei
}

/** Sorted by what is in a column; equal ones newest first. */
export const sortPast = (rows: readonly ChallengeRow[], { key, descending }: Sort): ChallengeRow[] => {
  const value = cellValue[key]
  const sign = descending ? -1 : 1
  return [...rows].sort((a, b) => {
    const [left, right] = [value(a), value(b)]
    if (left === right) return endedAtSec(b) - endedAtSec(a)
    return left < right ? -sign : sign
  })
}
