import type { ChallengeStatus } from '../../../shared/domain/challenge.ts'
import type { ChallengePolicy, ChallengeView, DisputedOutput, Game } from './view.ts'

type Timed = Pick<ChallengeView, 'status' | 'game' | 'terms'>

/** After an odd turn the asserter is due, after an even one the challenger. */
const asserterIsDue = (game: Game): boolean => game.turn % 2 === 1

/** The last second before the challenger's bond is lost if nothing moves. Protocol: challenges, status. */
export const challengerLosesAfterSec = (game: Game, provingTimeoutSec: number): number =>
  asserterIsDue(game) ? game.timeoutAtSec + provingTimeoutSec : game.timeoutAtSec

/** The status that the contract will have at `sec` (not before the look) when nobody moves. */
export function statusAt({ status, game, terms }: Timed, sec: number): ChallengeStatus {
  if (!game || sec <= game.timeoutAtSec) return status
  return sec > challengerLosesAfterSec(game, terms.provingTimeoutSec) ? 'CHALLENGER_TIMEOUT' : 'ASSERTER_TIMEOUT'
}

/** The earliest timestamp of a block that could hold a move sent now. */
export const soonestSec = (readAtSec: number, nowSec: number, policy: ChallengePolicy): number =>
  Math.max(nowSec, readAtSec + policy.l1BlockTimeSec)

/** `L2OutputOracle.finalizedAt`: from this second on no move but cancelling and closing is taken. */
export const finalizedAtSec = (output: DisputedOutput, view: Pick<ChallengeView, 'terms'>): number =>
  output.timestampSec + view.terms.finalizationPeriodSec

/** The running turn of whoever is due: its first and its last second. Null when the game is over or lost. */
export function turnSpan({ status, game, terms }: Timed): { fromSec: number; untilSec: number } | null {
  if (!game) return null
  const { timeoutAtSec } = game
  switch (status) {
    case 'CHALLENGER_TURN':
    case 'ASSERTER_TURN':
      return { fromSec: timeoutAtSec - terms.bisectionTimeoutSec, untilSec: timeoutAtSec }
    case 'READY_TO_PROVE':
      return { fromSec: timeoutAtSec - terms.provingTimeoutSec, untilSec: timeoutAtSec }
    case 'ASSERTER_TIMEOUT':
      return { fromSec: timeoutAtSec + 1, untilSec: timeoutAtSec + terms.provingTimeoutSec }
    default:
      return null
  }
}
