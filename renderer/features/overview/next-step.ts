import type { EngineSnapshot } from '../../../shared/domain/snapshot.ts'
import type { RoundKind, SubmitDecision } from '../../../shared/domain/submit-decision.ts'
import { publicRoundAddress } from '../../../shared/domain/validator.ts'
import { formatInteger } from '../../format/amount.ts'
import { formatWhen } from '../../format/time.ts'
import { type WaitText, waitText } from './wait-texts.ts'

export type NextStep = WaitText & {
  /** What the clock counts down to, in chain time; null when only an event ends the wait. */
  clock: { toSec: number; label: string } | null
  /** Where the one thing that is wanted is done. */
  link: { href: string; text: string } | null
}

/** The engine's own decision as words and a clock. Nothing is decided here. */
export const nextStep = (snapshot: EngineSnapshot, nowSec: number): NextStep | null => {
  const { next } = snapshot
  if (next === null) return null
  const asked = next.kind === 'submit' && next.byDevice === true
  const text =
    next.kind === 'submit'
      ? (asked ? askedText : submitText)(next, nowSec)
      : waitText({
          decision: next,
          validator: snapshot.validator,
          drawn: drawnOther(snapshot),
          roles: snapshot.roles,
          nowSec
        })
  return { ...text, clock: clockOf(next, nowSec), link: asked ? signLink : null }
}

/** The validator drawn for the next output when it is somebody else. */
export const drawnOther = ({ priorityValidator, account }: EngineSnapshot): EngineSnapshot['priorityValidator'] => {
  const drawn = priorityValidator?.toLowerCase()
  return drawn === undefined || drawn === publicRoundAddress || drawn === account?.toLowerCase()
    ? null
    : priorityValidator
}

const rounds: Record<RoundKind, string> = {
  priority: 'You were drawn for this output.',
  public: 'Nobody submitted it in time, so it is open to every active validator.',
  trusted: 'The network names you for this output.'
}

const submitText = (next: Extract<SubmitDecision, { kind: 'submit' }>, nowSec: number): WaitText => ({
  title: `Submitting output ${formatInteger(next.outputIndex)} now`,
  why:
    rounds[next.round] +
    (next.deadlineSec === null ? '' : ` It counts as yours until ${formatWhen(next.deadlineSec, nowSec)}.`),
  todo: null,
  tone: 'accent'
})

const signLink = { href: '#/stake/submit-output', text: 'Sign on the Ledger' }

/** The key is on a device: the app has everything ready but the signature. */
const askedText = (next: Extract<SubmitDecision, { kind: 'submit' }>, nowSec: number): WaitText => ({
  ...submitText(next, nowSec),
  title: `Output ${formatInteger(next.outputIndex)} waits for your signature`,
  todo: 'Have the Ledger ready, and sign it there.',
  tone: next.round === 'public' ? 'warning' : 'critical'
})

const clockOf = (next: SubmitDecision, nowSec: number): NextStep['clock'] => {
  if (next.kind === 'wait' && next.untilSec !== null)
    return { toSec: next.untilSec, label: untilLabels[next.reason] ?? 'until this ends' }
  if (next.deadlineSec !== null && next.dueAtSec <= nowSec)
    return { toSec: next.deadlineSec, label: 'left of your round' }
  return next.dueAtSec > nowSec ? { toSec: next.dueAtSec, label: 'until the output is due' } : null
}

const untilLabels: Partial<Record<Extract<SubmitDecision, { kind: 'wait' }>['reason'], string>> = {
  OUTPUT_NOT_DUE: 'until the output is due',
  OTHERS_PRIORITY_ROUND: 'until the public round',
  IN_JAIL: 'until the jail term ends'
}
