import type { AwakeReason } from '../../shared/domain/host.ts'
import type { EngineSnapshot } from '../../shared/domain/snapshot.ts'

/** A machine that fell asleep needs some time to wake, to sync and to submit. */
const nearSec = 15 * 60

type Input = {
  snapshot: Pick<EngineSnapshot, 'state' | 'roles' | 'account' | 'next' | 'priorityValidator' | 'challenges'>
  /** L1 chain time. */
  nowSec: number
  /** The operator's wish. */
  wanted: boolean
}

/** Why the machine should not sleep now: a dispute of this validator is open, or it may have to submit soon. Pure. */
export function decideKeepAwake({ snapshot, nowSec, wanted }: Input): AwakeReason | null {
  const { state, challenges } = snapshot
  if (!wanted || (state !== 'running' && state !== 'degraded')) return null
  if (challenges.some(({ outcome, role }) => outcome === null && role !== 'watcher')) return 'dispute'
  return roundIsNear(snapshot, nowSec) ? 'round' : null
}

function roundIsNear({ next, roles, account, priorityValidator }: Input['snapshot'], nowSec: number): boolean {
  if (!next || !roles.submitter || account === null) return false
  if (next.kind === 'submit') return true
  const mine = priorityValidator?.toLowerCase() === account.toLowerCase()
  const fromSec = mine ? next.dueAtSec : roles.publicRound ? next.publicRoundAtSec : null
  return fromSec !== null && nowSec >= fromSec - nearSec
}
