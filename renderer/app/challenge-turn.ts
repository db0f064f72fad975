import type { ChallengeRow } from '../../shared/domain/challenge.ts'

type Timed = Pick<
  ChallengeRow,
  'outcome' | 'role' | 'next' | 'whoseMove' | 'turnFromSec' | 'timeoutAtSec' | 'createdAtSec'
>

/** The running turn as a clock. */
export type TurnClock = {
  mover: 'asserter' | 'challenger'
  mine: boolean
  fromSec: number
  /** Last second in which the move still counts, L1 chain time. */
  untilSec: number
  /** 0..1 of the time that is gone. */
  gone: number
  halfGone: boolean
  /** Not one second is left. */
  over: boolean
}

/** Whether a move of this validator is due: the engine gives a deadline to its own duties only. Without a decision the game itself tells. */
export const isMyMove = ({ outcome, role, next, whoseMove }: Timed): boolean => {
  if (outcome !== null || role === 'watcher') return false
  return next === null ? whoseMove === role : next.kind === 'act' || next.deadlineSec !== null
}

/** Whose move it is and until when; null when nothing runs. Deadlines include their last second. Pure. */
export const turnClock = (row: Timed, nowSec: number): TurnClock | null => {
  const mine = isMyMove(row)
  const untilSec = (mine ? row.next?.deadlineSec : null) ?? row.timeoutAtSec
  const mover = mine ? (row.role as TurnClock['mover']) : row.whoseMove
  if (row.outcome !== null || untilSec === null || mover === null) return null
  const fromSec = Math.min(row.turnFromSec ?? row.createdAtSec, untilSec)
  const length = untilSec - fromSec
  const gone = length === 0 ? 1 : Math.min(1, Math.max(0, (nowSec - fromSec) / length))
  return { mover, mine, fromSec, untilSec, gone, halfGone: gone >= 0.5, over: Math.floor(nowSec) > untilSec }
}

/** Half of the time: from then on the deadline is marked as near. */
export const halfTimeSec = ({ fromSec, untilSec }: Pick<TurnClock, 'fromSec' | 'untilSec'>): number =>
  (fromSec + untilSec) / 2

/** Open ones that are mine first, those that must be acted on before the others, then by deadline. */
export const byUrgency = (a: ChallengeRow, b: ChallengeRow): number =>
  rank(a) - rank(b) || until(a) - until(b) || b.createdAtSec - a.createdAtSec

const rank = (row: ChallengeRow): number => {
  if (row.role === 'watcher') return 3
  if (row.next?.kind === 'alert') return 0
  return isMyMove(row) ? 1 : 2
}
const until = (row: ChallengeRow): number => turnClock(row, 0)?.untilSec ?? Number.MAX_SAFE_INTEGER
