import { AppError } from '../../../shared/errors.ts'
import { type Backoff, backoffMs } from './backoff.ts'
import type { Clock } from './clock.ts'

type Options = { clock: Clock; signal: AbortSignal; attempts: number; backoff: Backoff }

/** Calls `work` up to `attempts` times, waiting in between; only a retryable AppError is tried again, and never before the `retryAfterMs` that its meta may hold. Throws the last error. */
export async function retry<T>(options: Options, work: (attempt: number) => Promise<T>): Promise<T> {
  const { clock, signal, attempts, backoff } = options
  for (let attempt = 1; ; attempt++) {
    try {
      return await work(attempt)
    } catch (error) {
      if (attempt >= attempts || signal.aborted || !(error instanceof AppError) || !error.retryable) throw error
      const askedMs = Number(error.meta.retryAfterMs ?? 0)
      await clock.sleep(Math.max(askedMs, backoffMs(backoff, attempt)), signal)
    }
  }
}
