import { AppError } from '../../../shared/errors.ts'
import type { Logger } from '../ports.ts'
import { backoffMs } from '../runtime/backoff.ts'

const backoff = { baseMs: 1_000, maxMs: 30_000, resetAfterMs: 0, jitter: Math.random }

type Options = {
  log: Logger
  /** Logged with the code when `look` fails. */
  failedEvent: string
  ready: () => void
  look: () => Promise<void>
  /** Waits until the next look; `afterErrorMs` says how long after one that failed. */
  rest: (afterErrorMs: number | null) => Promise<void>
}

/** Looks and rests for ever. A retryable error is logged and looked past with growing pauses; anything else ends it. */
export async function keepFollowing({ log, failedEvent, ready, look, rest }: Options): Promise<never> {
  for (let failures = 0; ; ) {
    const error = await look().then(
      () => null,
      (thrown: unknown) => {
        if (thrown instanceof AppError && thrown.retryable) return thrown
        throw thrown
      }
    )
    failures = error ? failures + 1 : 0
    if (error) log.warn(failedEvent, { code: error.code })
    else ready()
    await rest(error ? backoffMs(backoff, failures) : null)
  }
}
