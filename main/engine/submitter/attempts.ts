import type { Clock } from '../runtime/clock.ts'
import { type ActResult, refusalAfter } from './act.ts'
import type { OwnAttempts } from './load.ts'
import type { Refusal } from './view.ts'

/** An endpoint that lags may still name an output as next that is confirmed already. */
const doneCountsMs = 60_000

export type Attempts = {
  of(outputIndex: bigint, signingPaused: boolean): OwnAttempts
  started(outputIndex: bigint): void
  ended(outputIndex: bigint, result: ActResult | null, nowSec: number): void
}

/** What was tried for the next output: under way, done, or refused and when to try again. */
export function createAttempts(clock: Clock): Attempts {
  let underWay: bigint | null = null
  let done: { outputIndex: bigint; atMs: number } | null = null
  let refused: { outputIndex: bigint; times: number; refusal: Refusal } | null = null

  const isDone = (outputIndex: bigint): boolean =>
    done !== null && done.outputIndex === outputIndex && clock.now() - done.atMs < doneCountsMs

  return {
    of: (outputIndex, signingPaused) => ({
      pending: underWay === outputIndex || isDone(outputIndex),
      signingPaused,
      refusal: refused?.outputIndex === outputIndex ? refused.refusal : null
    }),
    started(outputIndex) {
      underWay = outputIndex
    },
    ended(outputIndex, result, nowSec) {
      underWay = null
      if (result?.kind === 'submitted') done = { outputIndex, atMs: clock.now() }
      if (result?.kind !== 'refused') return
      const times = refused?.outputIndex === outputIndex ? refused.times + 1 : 1
      refused = { outputIndex, times, refusal: refusalAfter(result, { nowSec, times }) }
    }
  }
}
