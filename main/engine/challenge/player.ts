import type { ChallengeDecision } from '../../../shared/domain/challenge.ts'
import { AbortedError, AppError } from '../../../shared/errors.ts'
import { type Backoff, backoffMs } from '../runtime/backoff.ts'
import type { Clock } from '../runtime/clock.ts'
import { type Spawn, together } from '../runtime/together.ts'
import { createWaker } from '../runtime/waker.ts'
import { createMoveBook, type MoveBook, type MoveResult } from './own-moves.ts'

/** Logs of one block come one by one: they are answered with one look. */
const settleMs = 50
/** An endpoint that has not got the block of an event yet is asked again so soon. */
const behindMs = 500
const retryBackoff: Backoff = { baseMs: 500, maxMs: 15_000, resetAfterMs: 0, jitter: Math.random }

/** What one look of a player found. */
export type Looked = {
  decision: ChallengeDecision
  /** Of the move that is due. */
  purpose: string | null
  blockNumber: bigint
  nowSec: number
  atMs: number
  /** Carries the decision out; set when it is to act. Resolves null when only something was begun (a proof). */
  act: ((signal: AbortSignal, spawn: Spawn) => Promise<MoveResult | null>) | null
}

type Deps<L extends Looked> = {
  clock: Clock
  look: (moves: MoveBook, signal: AbortSignal) => Promise<L>
  /** L1 chain time in milliseconds, null while no head is known. */
  chainNowMs: () => number | null
  onLook: (looked: L) => void
  onLookFailed: (error: AppError) => void
  onResult: (purpose: string, result: MoveResult) => void
  /** No more looks after this one. */
  isOver: (looked: L) => boolean
}

export type Player = {
  /** Until the game is over or the signal fires. */
  run(signal: AbortSignal): Promise<void>
  /** Something happened on L1 in this block, or to a proof: look now. */
  wake(blockNumber?: bigint): void
  /** A new L1 head: look if it may change what is allowed, or a deadline has come. */
  timePassed(): void
}

/** While these hold, each block may change what is allowed. */
const restless = new Set<ChallengeDecision['rule']>(['DEADLINE_PASSING', 'MOVE_REFUSED', 'GAME_OVER'])

/** One game, or one output to challenge: look, decide, act, sleep until its deadline, its event, or (while it is our turn) the next block. */
export function createPlayer<L extends Looked>(deps: Deps<L>): Player {
  const { clock } = deps
  const waker = createWaker(clock)
  const moves = createMoveBook(clock)
  let last: Looked | null = null
  let eventBlock = 0n

  async function lookUntilItWorks(signal: AbortSignal): Promise<L> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await deps.look(moves, signal)
      } catch (error) {
        if (signal.aborted || error instanceof AbortedError || !(error instanceof AppError)) throw error
        deps.onLookFailed(error)
        await clock.sleep(backoffMs(retryBackoff, attempt), signal)
      }
    }
  }

  async function attempt(seen: Looked & { purpose: string }, signal: AbortSignal, spawn: Spawn): Promise<void> {
    let result: MoveResult | null = null
    moves.started(seen.purpose)
    try {
      result = (await seen.act?.(signal, spawn)) ?? null
      if (result) deps.onResult(seen.purpose, result)
    } finally {
      const nowSec = seen.nowSec + Math.ceil((clock.now() - seen.atMs) / 1000)
      moves.ended(seen.purpose, result, { nowSec, deadlineSec: seen.decision.deadlineSec })
      waker.wake()
    }
  }

  const untilNextLookMs = ({ decision, nowSec, atMs, blockNumber }: Looked): number => {
    if (blockNumber < eventBlock) return behindMs
    const nowMs = deps.chainNowMs() ?? nowSec * 1000 + (clock.now() - atMs)
    return Math.max(0, decision.nextLookAtSec * 1000 - nowMs)
  }

  async function loop(signal: AbortSignal, spawn: Spawn): Promise<void> {
    for (;;) {
      const seen = await lookUntilItWorks(signal)
      last = seen
      deps.onLook(seen)
      if (deps.isOver(seen)) return
      const { purpose } = seen
      if (seen.act && purpose !== null) spawn((inner) => attempt({ ...seen, purpose }, inner, spawn))
      const cause = await waker.wait(untilNextLookMs(seen), signal)
      if (cause === 'woken') await clock.sleep(settleMs, signal)
    }
  }

  return {
    async run(signal) {
      const over = new AbortController()
      try {
        await together(AbortSignal.any([signal, over.signal]), (inner, spawn) =>
          loop(inner, spawn).finally(() => over.abort())
        )
      } catch (error) {
        // What was still under way when the game was over is called off.
        if (signal.aborted || !(over.signal.aborted && error instanceof AbortedError)) throw error
      }
    },
    wake(blockNumber) {
      if (blockNumber !== undefined && blockNumber > eventBlock) eventBlock = blockNumber
      waker.wake()
    },
    timePassed() {
      if (!last) return
      const nowMs = deps.chainNowMs()
      const due = nowMs !== null && nowMs >= last.decision.nextLookAtSec * 1000
      if (due || restless.has(last.decision.rule)) waker.wake()
    }
  }
}
