import type { ChallengeRow } from '../../../shared/domain/challenge.ts'

/** Which game: a challenger may have had two on one output. */
export type ChallengeKey = Pick<ChallengeRow, 'outputIndex' | 'challenger' | 'createdAtSec'>

/** What must survive a restart about disputes. What only a running engine knows (`next`, `proof`) comes back as null. */
export interface ChallengeHistoryPort {
  upsertChallenge(row: ChallengeRow): void
  /** Forgets a game whose creation a reorganisation of L1 took back. Unknown ones are ignored. */
  removeChallenge(key: ChallengeKey): void
  /** Newest first, at most `limit`. */
  challenges(limit?: number): ChallengeRow[]
}
