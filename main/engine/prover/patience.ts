import { AppError } from '../../../shared/errors.ts'
import type { Backoff } from '../runtime/backoff.ts'
import { backoffMs } from '../runtime/backoff.ts'
import type { Clock } from '../runtime/clock.ts'

/** Calls `work` again when the service could not be reached, was too slow or spoke nonsense; never when it answered with an error of its own. Throws the last error. */
export type Patience = <T>(work: () => Promise<T>, signal: AbortSignal) => Promise<T>

type Options = { clock: Clock; backoff: Backoff; attempts: number }

const passing = new Set(['PROVER_UNREACHABLE', 'PROVER_TIMEOUT', 'PROVER_BAD_ANSWER'])

export const createPatience =
  ({ clock, backoff, attempts }: Options): Patience =>
  async (work, signal) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await work()
      } catch (error) {
        const passes = error instanceof AppError && error.retryable && passing.has(error.code)
        if (!passes || attempt === attempts) throw error
        await clock.sleep(backoffMs(backoff, attempt), signal)
      }
    }
  }
