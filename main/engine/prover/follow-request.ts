import { AppError } from '../../../shared/errors.ts'
import { type Backoff, backoffMs } from '../runtime/backoff.ts'
import type { Clock } from '../runtime/clock.ts'
import { type ProverService, proverError } from './prover-error.ts'
import type { RequestStatus } from './zkvm-services.ts'

type Options<T extends { status: RequestStatus }> = {
  service: ProverService
  /** What is wanted, for messages. */
  what: string
  look: () => Promise<T>
  /** Has the work begun; the answer is its status. */
  ask: () => Promise<RequestStatus>
  onLook?: (seen: T) => void
  clock: Clock
  signal: AbortSignal
  pollMs: number
  backoff: Backoff
  endMs: number
}

/** How often work is asked for in one call: two failures are an alert, and a service that knows nothing of what it was asked for is broken. */
const mostAsks = 3
const mostFailures = 2

/** The service's own error in place of an answer. */
type Refused = { status: 'None' | 'Failed'; refusal: AppError }

/** Follows work at a service until it is completed: looks first, so that work asked for earlier is not asked for again. Throws PROVER_FAILED, PROVER_TIMEOUT, what `look` and `ask` throw, AbortedError. */
export async function followRequest<T extends { status: RequestStatus }>(options: Options<T>): Promise<T> {
  const { service, what, clock, signal, pollMs, backoff, endMs } = options
  let asks = 0
  let failures = 0
  let refusal: AppError | null = null

  const failed = (how: string): AppError => {
    const detail = `${what}: ${how}${refusal ? ` (${refusal.meta.detail})` : ''}`
    return proverError({ code: 'PROVER_FAILED', service, detail })
  }
  const countFailure = (): void => {
    failures += 1
    if (failures === mostFailures) throw failed('failed twice')
  }

  for (;;) {
    const seen = await orRefused(options.look)
    if ('refusal' in seen) refusal = seen.refusal
    else {
      options.onLook?.(seen)
      if (seen.status === 'Completed') return seen
    }
    // What failed before this call is asked for once more; a service that refuses to look at unknown work knows nothing of it.
    if (seen.status === 'Failed' && asks > 0) countFailure()
    if (seen.status !== 'Processing') {
      if (asks === mostAsks) throw failed('asked for, but not known to the service')
      asks += 1
      const asked = await orRefused(async () => ({ status: await options.ask() }))
      if ('refusal' in asked) {
        refusal = asked.refusal
        countFailure()
      }
      if (asked.status === 'Completed') continue
    }
    const waitMs = Math.max(pollMs, failures > 0 ? backoffMs(backoff, failures) : 0)
    if (clock.now() + waitMs >= endMs)
      throw proverError({ code: 'PROVER_TIMEOUT', service, detail: `${what}: not completed in time` })
    await clock.sleep(waitMs, signal)
  }

  async function orRefused<R>(work: () => Promise<R>): Promise<R | Refused> {
    try {
      return await work()
    } catch (error) {
      const own = error instanceof AppError && error.code === 'PROVER_FAILED' && error.meta.service === service
      if (!own || !error.retryable) throw error
      return { status: asks === 0 ? 'None' : 'Failed', refusal: error }
    }
  }
}
