import type { ChallengeRole, ChallengeRule } from '../../../shared/domain/challenge.ts'
import type { Address } from '../../../shared/domain/hex.ts'
import { challengerLosesAfterSec, finalizedAtSec, soonestSec, statusAt } from './game-time.ts'
import type { ChallengePolicy, ChallengeView, Game } from './view.ts'

/** What a decider found before it is dressed up as a decision. `lookSec`: when to look again if that is known. */
export type Wait = { kind: 'wait'; rule: ChallengeRule; untilSec: number | null; lookSec?: number; detail?: string }
export type Alert = {
  kind: 'alert'
  rule: ChallengeRule
  detail?: string
  lookSec?: number
  deadlineSec?: number | null
}

/** A move that the game lets this account make now, before its own node is asked. `deadlineSec`: the last second in which it stands. */
export type Duty =
  | { kind: 'bisect' | 'prove' | 'prove-first'; game: Game; deadlineSec: number }
  | { kind: 'cancel'; deadlineSec: number }
  | { kind: 'collect' }

export type DutyInput = { view: ChallengeView; nowSec: number; policy: ChallengePolicy }

const zeroRoot = /^0x0*$/

/** Protocol: a deleted output has the root zero. */
export const isDeleted = ({ root }: { root: string }): boolean => zeroRoot.test(root)

const same = (a: Address, b: Address): boolean => a.toLowerCase() === b.toLowerCase()

/** What this account is in the game. */
export function roleOf({ account, challenger, game }: ChallengeView): ChallengeRole {
  if (same(account, challenger)) return 'challenger'
  return game && same(account, game.asserter) ? 'asserter' : 'watcher'
}

const wait = (rule: ChallengeRule, untilSec: number | null = null): Wait => ({
  kind: 'wait',
  rule,
  untilSec,
  ...(untilSec !== null && { lookSec: untilSec })
})

/** What the game itself says: a move, or why there is none. Protocol: challenges (Colosseum). */
export function dutyOf(input: DutyInput): Duty | Wait | Alert {
  const { view } = input
  if (!view.game) return wait('GAME_OVER')
  const running = { ...input, view, game: view.game }
  switch (roleOf(view)) {
    case 'challenger':
      return challengerDuty(running)
    case 'asserter':
      return asserterDuty(running)
    case 'watcher':
      return watcherDuty(running)
  }
}

type Running = DutyInput & { game: Game }

/** Between a deadline and the first block after it neither the old move nor the new one would be taken. */
const passing = ({ view, nowSec, policy }: DutyInput): Wait | null =>
  statusAt(view, soonestSec(view.readAtSec, nowSec, policy)) === view.status
    ? null
    : { kind: 'wait', rule: 'DEADLINE_PASSING', untilSec: nowSec + 1, lookSec: nowSec + 1 }

const losesAfterSec = ({ view, game }: Running): number => challengerLosesAfterSec(game, view.terms.provingTimeoutSec)

/** No move stands beyond its turn, nor from finality on. */
const movesUntilSec = ({ view }: Running, turnSec: number): number =>
  Math.min(turnSec, finalizedAtSec(view.output, view) - 1)

const isFinal = ({ view, nowSec, policy }: DutyInput): boolean =>
  soonestSec(view.readAtSec, nowSec, policy) >= finalizedAtSec(view.output, view)

function challengerDuty(input: Running): Duty | Wait | Alert {
  const { view, game, nowSec, policy } = input
  const lostAfterSec = losesAfterSec(input)
  if (view.status === 'CHALLENGER_TIMEOUT') return { kind: 'alert', rule: 'TOO_LATE' }
  if (isDeleted(view.output)) {
    if (soonestSec(view.readAtSec, nowSec, policy) > lostAfterSec) return { kind: 'alert', rule: 'TOO_LATE' }
    return { kind: 'cancel', deadlineSec: lostAfterSec }
  }
  const late = passing(input)
  if (late) return late
  if (isFinal(input)) return { kind: 'alert', rule: 'OUTPUT_FINALIZED' }
  switch (view.status) {
    case 'CHALLENGER_TURN':
      return { kind: 'bisect', game, deadlineSec: movesUntilSec(input, game.timeoutAtSec) }
    case 'READY_TO_PROVE':
      return { kind: 'prove', game, deadlineSec: movesUntilSec(input, lostAfterSec) }
    case 'ASSERTER_TIMEOUT':
      return { kind: 'prove-first', game, deadlineSec: movesUntilSec(input, lostAfterSec) }
    default:
      return wait('THEIR_TURN', game.timeoutAtSec + 1)
  }
}

function asserterDuty(input: Running): Duty | Wait | Alert {
  const { view, game } = input
  if (isDeleted(view.output)) return wait('OUTPUT_DELETED')
  if (view.status === 'CHALLENGER_TIMEOUT') return { kind: 'collect' }
  const late = passing(input)
  if (late) return late
  if (isFinal(input)) return wait('OUTPUT_FINALIZED', losesAfterSec(input) + 1)
  if (view.status === 'ASSERTER_TURN')
    return { kind: 'bisect', game, deadlineSec: movesUntilSec(input, game.timeoutAtSec) }
  if (view.status === 'ASSERTER_TIMEOUT') return { kind: 'alert', rule: 'TOO_LATE', lookSec: losesAfterSec(input) + 1 }
  return wait('THEIR_TURN', game.timeoutAtSec + 1)
}

function watcherDuty({ view, policy }: Running): Duty | Wait {
  const lost = view.status === 'CHALLENGER_TIMEOUT' && !isDeleted(view.output)
  return lost && policy.closeForOthers ? { kind: 'collect' } : wait('NOT_MY_GAME')
}
