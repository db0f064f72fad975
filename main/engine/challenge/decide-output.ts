import type { ChallengeDecision } from '../../../shared/domain/challenge.ts'
import type { Alert, Wait } from './duty.ts'
import { isDeleted } from './duty.ts'
import { finalizedAtSec, soonestSec } from './game-time.ts'
import { boundHands, decision, type Found } from './hands.ts'
import { outputRange, segmentBlocks } from './segments.ts'
import type { ChallengePolicy, OutputView } from './view.ts'

export type DecideOutputInput = { view: OutputView; nowSec: number; policy: ChallengePolicy }
type Rule = (input: DecideOutputInput) => Wait | Alert | null

const stop = (rule: Wait['rule'], detail?: string): Wait => ({
  kind: 'wait',
  rule,
  untilSec: null,
  ...(detail !== undefined && { detail })
})

const soonest = ({ view, nowSec, policy }: DecideOutputInput): number => soonestSec(view.readAtSec, nowSec, policy)

/** `Colosseum.isInCreationPeriod` includes this second. */
const createUntilSec = ({ output, terms }: OutputView): number => output.timestampSec + terms.creationPeriodSec

const nothingToGain: Rule = ({ view }) => {
  if (isDeleted(view.output)) return stop('OUTPUT_DELETED')
  return view.output.submitter.toLowerCase() === view.account.toLowerCase()
    ? { kind: 'alert', rule: 'OUTPUT_IS_MINE' }
    : null
}

/** A second challenge on top of the own lost one slashes in the same call; what the council took back it would take back again. */
const playedAlready: Rule = ({ view }) => {
  if (view.ownStatus === 'CHALLENGER_TIMEOUT' || view.lostBefore) return stop('OWN_TIMEOUT_NEVER_AGAIN')
  if (view.ownStatus !== 'NONE') return stop('GAME_IS_ON')
  return view.dismissed ? { kind: 'alert', rule: 'COUNCIL_DISMISSED' } : null
}

const notAllowed: Rule = ({ view }) => {
  if (view.previous === null) return stop('CANNOT_CREATE', 'the first output of all cannot be challenged')
  return view.outputIndex === view.terms.mptFirstOutputIndex
    ? stop('CANNOT_CREATE', 'the first output after the MPT fork cannot be challenged')
    : null
}

const windowOver: Rule = (input) => {
  const { view } = input
  const atSec = soonest(input)
  if (atSec >= finalizedAtSec(view.output, view)) return stop('OUTPUT_FINALIZED')
  if (atSec > createUntilSec(view)) return stop('CREATION_WINDOW_OVER')
  // An asserter that stays silent has the whole first turn: a game that it can sit out until finality costs the bond.
  return atSec + view.terms.bisectionTimeoutSec + 1 >= finalizedAtSec(view.output, view) ? stop('TOO_LATE') : null
}

const notFit: Rule = ({ view }) => {
  const { status, inJail, freeKroWei } = view.validator
  if (inJail) return { kind: 'alert', rule: 'CANNOT_CREATE', detail: 'this validator is in jail' }
  if (status !== 'ACTIVE')
    return { kind: 'alert', rule: 'CANNOT_CREATE', detail: `this validator is ${status}, not ACTIVE` }
  return freeKroWei < view.terms.bondWei ? { kind: 'alert', rule: 'BOND_TOO_SMALL' } : null
}

const roleOff: Rule = ({ policy }) => (policy.challenger ? null : stop('ROLE_OFF'))
const bound: Rule = ({ view, nowSec }) => boundHands(view, { enabled: true, nowSec })

const beforeTheNode: readonly Rule[] = [roleOff, nothingToGain, playedAlready, notAllowed, windowOver, bound, notFit]

function firstFinding(input: DecideOutputInput): Wait | Alert | null {
  for (const rule of beforeTheNode) {
    const found = rule(input)
    if (found) return found
  }
  return null
}

/** L2 blocks whose own output roots decide about the challenge and make its first turn; null when no root is needed. */
export function rootsForCreation(input: DecideOutputInput): readonly bigint[] | null {
  if (firstFinding(input)) return null
  const { output, terms } = input.view
  return segmentBlocks(outputRange(output.l2BlockNumber, terms.submissionInterval), terms.segmentsLengths[0])
}

/** Whether to challenge an output, and why not. Pure and total. Protocol: challenges, creating. `nowSec` is L1 chain time. */
export function decideOutput(input: DecideOutputInput): ChallengeDecision {
  const { view, nowSec, policy } = input
  const deadlineSec = createUntilSec(view)
  return decision(firstFinding(input) ?? creation(view), { nowSec, policy, deadlineSec })
}

function creation({ own, output, previous }: OutputView): Found {
  if (own.kind !== 'known')
    return { kind: 'alert', rule: 'ROOTS_UNAVAILABLE', detail: own.kind === 'unavailable' ? own.message : 'not asked' }
  if (own.disagreement !== null) return { kind: 'alert', rule: 'SOURCES_DISAGREE', detail: own.disagreement }
  if (own.current.at(-1) === output.root) return stop('OUTPUT_AGREES')
  if (previous && !isDeleted(previous) && own.current[0] !== previous.root) return stop('PREVIOUS_OUTPUT_DIFFERS')
  return { kind: 'act', rule: 'OUTPUT_IS_WRONG', action: 'create', pos: null, proof: null }
}
