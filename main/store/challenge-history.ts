import type { DatabaseSync } from 'node:sqlite'
import type { ChallengeRow } from '../../shared/domain/challenge.ts'
import type { ChallengeHistoryPort } from '../engine/challenge/ports.ts'

type StoredChallenge = { row: string }

const bigintMark = /^-?\d+n$/

/** Amounts and block numbers exceed 64 bits and JSON: they are written as decimal digits and an `n`. */
const encode = (row: ChallengeRow): string =>
  JSON.stringify({ ...row, next: null, proof: null }, (_, value: unknown) =>
    typeof value === 'bigint' ? `${value}n` : value
  )

const decode = (text: string): ChallengeRow =>
  JSON.parse(text, (_, value: unknown) =>
    typeof value === 'string' && bigintMark.test(value) ? BigInt(value.slice(0, -1)) : value
  ) as ChallengeRow

export type ChallengeHistory = ChallengeHistoryPort & { challengeCount(): number }

/** Disputes in the history's file, one row each. */
export function challengeHistory(db: DatabaseSync): ChallengeHistory {
  const put = db.prepare(
    `INSERT INTO challenges VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (idx, challenger, created_at) DO UPDATE SET is_open = excluded.is_open, row = excluded.row`
  )
  const remove = db.prepare('DELETE FROM challenges WHERE idx = ? AND challenger = ? AND created_at = ?')
  const list = db.prepare('SELECT row FROM challenges ORDER BY created_at DESC, idx DESC, challenger LIMIT ?')
  const count = db.prepare('SELECT count(*) AS n FROM challenges')

  return {
    upsertChallenge(row) {
      const { outputIndex, challenger, createdAtSec, outcome } = row
      put.run(outputIndex, challenger.toLowerCase(), createdAtSec, outcome === null ? 1 : 0, encode(row))
    },
    removeChallenge({ outputIndex, challenger, createdAtSec }) {
      remove.run(outputIndex, challenger.toLowerCase(), createdAtSec)
    },
    challengeCount: () => (count.get() as { n: number }).n,
    challenges: (limit = 500) => (list.all(limit) as StoredChallenge[]).map(({ row }) => decode(row))
  }
}
