import type { EngineEvent } from '../../../shared/domain/engine-event.ts'
import type { SubmitDecision } from '../../../shared/domain/submit-decision.ts'

const sameWait = (a: SubmitDecision, b: SubmitDecision): boolean =>
  a.kind === 'wait' && b.kind === 'wait' && a.reason === b.reason && a.untilSec === b.untilSec
const sameSubmit = (a: SubmitDecision, b: SubmitDecision): boolean =>
  a.kind === 'submit' && b.kind === 'submit' && a.round === b.round

/** The event that tells a decision, or null when it says what the one before said. */
export function roundEvent(before: SubmitDecision | null, now: SubmitDecision): EngineEvent | null {
  const same = before?.outputIndex === now.outputIndex && (sameWait(before, now) || sameSubmit(before, now))
  if (same) return null
  const { outputIndex, l2BlockNumber, deadlineSec } = now
  return now.kind === 'submit'
    ? { type: 'round.mine', round: now.round, outputIndex, deadlineSec }
    : { type: 'round.waiting', reason: now.reason, untilSec: now.untilSec, outputIndex, l2BlockNumber }
}
