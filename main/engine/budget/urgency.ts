import type { ChallengeRow } from '../../../shared/domain/challenge.ts'
import type { SubmitDecision } from '../../../shared/domain/submit-decision.ts'

/** An own round counts this long before it begins. */
const nearSec = 300

type World = {
  next: SubmitDecision | null
  challenges: readonly Pick<ChallengeRow, 'role' | 'outcome'>[]
  chainNowSec: number | null
}

/** Whether this is no time to save requests: a dispute of one's own is open, or an own round is on or near. */
export function isUrgent({ next, challenges, chainNowSec }: World): boolean {
  if (challenges.some(({ role, outcome }) => outcome === null && role !== 'watcher')) return true
  if (!next) return false
  if (next.kind === 'submit' || next.reason === 'SUBMISSION_PENDING') return true
  const isNear = chainNowSec === null || next.dueAtSec - chainNowSec <= nearSec
  return isNear && (next.deadlineSec !== null || next.reason === 'OUTPUT_NOT_DUE')
}
