import type { ChallengeDecision } from '../../../shared/domain/challenge.ts'
import type { Alert, Wait } from './duty.ts'
import type { ChallengePolicy, OwnMoves } from './view.ts'

export type Act = Pick<Extract<ChallengeDecision, { kind: 'act' }>, 'kind' | 'rule' | 'action' | 'pos' | 'proof'> & {
  detail?: string
}
export type Found = Act | Wait | Alert

/** A refusal that repeats is more than two endpoints being a block apart. */
const alarmingTimes = 3

type Hands = OwnMoves & { canSign: boolean }

/** Why this account cannot move although the game would let it; null when it can. */
export function boundHands(
  view: Hands,
  { enabled, nowSec }: { enabled: boolean; nowSec: number }
): Wait | Alert | null {
  if (!enabled) return { kind: 'alert', rule: 'ROLE_OFF' }
  if (!view.canSign) return { kind: 'alert', rule: 'NO_KEY' }
  if (view.signingPaused) return { kind: 'alert', rule: 'SIGNING_PAUSED' }
  if (view.pending) return { kind: 'wait', rule: 'MOVE_PENDING', untilSec: null }
  const { refusal } = view
  if (!refusal || refusal.retryAtSec <= nowSec) return null
  const { retryAtSec, code, message, times } = refusal
  const common = { rule: 'MOVE_REFUSED', lookSec: retryAtSec, detail: `${code}: ${message}` } as const
  return times >= alarmingTimes ? { kind: 'alert', ...common } : { kind: 'wait', untilSec: retryAtSec, ...common }
}

type Frame = { nowSec: number; policy: ChallengePolicy; deadlineSec: number | null }

/** What is over as soon as a node, a prover or a person does something that no event tells of. */
const mayClearUp = new Set([
  'ROOTS_UNAVAILABLE',
  'FIRST_SEGMENT_DIFFERS',
  'NO_SEGMENT_DIFFERS',
  'SOURCES_DISAGREE',
  'SIGNING_PAUSED',
  'PROOF_FAILED',
  'GAME_OVER'
])

/** A finding with the times that every decision has. Never looks again in the past, nor later than the safety interval. */
export function decision(found: Found, { nowSec, policy, deadlineSec }: Frame): ChallengeDecision {
  const own = found.kind === 'act' ? null : found
  const latest = nowSec + (mayClearUp.has(found.rule) ? policy.retrySec : policy.safetyLookSec)
  const common = {
    rule: found.rule,
    nextLookAtSec: Math.max(nowSec + 1, Math.min(own?.lookSec ?? latest, latest)),
    deadlineSec,
    detail: found.detail ?? null
  }
  switch (found.kind) {
    case 'act':
      return { ...common, kind: 'act', action: found.action, pos: found.pos, proof: found.proof }
    case 'wait':
      return { ...common, kind: 'wait', untilSec: found.untilSec }
    case 'alert':
      return { ...common, kind: 'alert' }
  }
}
