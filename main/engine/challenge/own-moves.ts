import type { Clock } from '../runtime/clock.ts'
import type { MoveRefusal, OwnMoves } from './view.ts'

/** How an attempt at a move ended. */
export type MoveResult =
  | { kind: 'done' }
  /** The world moved on between look and signature. */
  | { kind: 'no-longer-wanted'; message: string }
  | { kind: 'refused'; code: string; message: string }

/** An endpoint that lags may still show a move as due that is confirmed already. */
const doneCountsMs = 60_000
const longestPauseSec = 60
/** Of the time that is left: so many more tries fit before the deadline. */
const triesLeft = 8

export type MoveBook = {
  of(purpose: string | null, signingPaused: boolean): OwnMoves
  /** A reorg of L1 took this move back: it is due again at once. */
  undone(purpose: string): void
  started(purpose: string): void
  ended(purpose: string, result: MoveResult | null, times: { nowSec: number; deadlineSec: number | null }): void
}

/** What one player tried: under way, done, or refused and when to try again. The nearer the deadline, the shorter the pause. */
export function createMoveBook(clock: Clock): MoveBook {
  let underWay: string | null = null
  let done: { purpose: string; atMs: number } | null = null
  let refused: { purpose: string; refusal: MoveRefusal } | null = null

  const isDone = (purpose: string | null): boolean =>
    done !== null && done.purpose === purpose && clock.now() - done.atMs < doneCountsMs

  return {
    of: (purpose, signingPaused) => ({
      pending: underWay !== null || isDone(purpose),
      signingPaused,
      refusal: refused !== null && refused.purpose === purpose ? refused.refusal : null
    }),
    undone(purpose) {
      if (done?.purpose === purpose) done = null
    },
    started(purpose) {
      underWay = purpose
    },
    ended(purpose, result, { nowSec, deadlineSec }) {
      underWay = null
      if (result?.kind === 'done') done = { purpose, atMs: clock.now() }
      if (!result || result.kind === 'done') return
      // A look that contradicts the one before is a short pause: two endpoints may differ by a block.
      const before = result.kind === 'refused' && refused?.purpose === purpose ? refused.refusal.times : 0
      const times = before + 1
      const code = result.kind === 'refused' ? result.code : 'NO_LONGER_WANTED'
      const retryAtSec = nowSec + pauseSec(times, nowSec, deadlineSec)
      refused = { purpose, refusal: { code, message: result.message, retryAtSec, times } }
    }
  }
}

function pauseSec(times: number, nowSec: number, deadlineSec: number | null): number {
  const pause = Math.min(longestPauseSec, 2 ** Math.min(times - 1, 6))
  const left = deadlineSec === null ? pause : Math.floor((deadlineSec - nowSec) / triesLeft)
  return Math.max(1, Math.min(pause, left))
}
