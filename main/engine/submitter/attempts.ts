import type { Clock } from '../runtime/clock.ts'
import type { ActResult } from './act.ts'
import type { OwnAttempts } from './load.ts'
import type { Refusal } from './view.ts'

/** An endpoint that lags may still name an output as next that is confirmed already. */
const doneCountsMs = 60_000

/** One second after the first refusal of an output, twice as long after each further one, a minute at most. */
const pauseSec = (times: number): number => Math.min(60, 2 ** Math.min(times - 1, 6))

export type Attempts = {
  of(outputIndex: bigint, signingPaused: boolean): OwnAttempts
  started(outputIndex: bigint): void
  ended(outputIndex: bigint, result: ActResult | null, nowSec: number): void
}

/** What was tried for the next output: under way, done, or refused and when to try again. */
export function createAttempts(clock: Clock): Attempts {
  /** More than one while an older submission only waits for confirmations. */
  const underWay = new Set<bigint>()
  let done: { outputIndex: bigint; atMs: number } | null = null
  let unwanted: bigint | null = null
  let refused: { outputIndex: bigint; times: number; refusal: Refusal } | null = null

  const isDone = (outputIndex: bigint): boolean =>
    done !== null && done.outputIndex === outputIndex && clock.now() - done.atMs < doneCountsMs

  /** The first change of mind between look and signature is answered with a look at once, the next ones with a pause. */
  const refuse = (outputIndex: bigint, why: Exclude<ActResult, { kind: 'submitted' }>, nowSec: number): void => {
    const times = refused?.outputIndex === outputIndex ? refused.times + 1 : 1
    const { message } = why
    const code = why.kind === 'refused' ? why.code : 'NO_LONGER_WANTED'
    refused = { outputIndex, times, refusal: { code, message, retryAtSec: nowSec + pauseSec(times) } }
  }

  return {
    of: (outputIndex, signingPaused) => ({
      pending: underWay.has(outputIndex) || isDone(outputIndex),
      signingPaused,
      refusal: refused?.outputIndex === outputIndex ? refused.refusal : null
    }),
    started(outputIndex) {
      underWay.add(outputIndex)
    },
    ended(outputIndex, result, nowSec) {
      underWay.delete(outputIndex)
      if (result === null) return
      if (result.kind === 'submitted') done = { outputIndex, atMs: clock.now() }
      else if (result.kind === 'refused' || unwanted === outputIndex) refuse(outputIndex, result, nowSec)
      else unwanted = outputIndex
    }
  }
}
