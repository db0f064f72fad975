import { AbortedError } from '../../../shared/errors.ts'
import type { Clock } from './clock.ts'

type Options = { clock: Clock; ms: number; signal?: AbortSignal | undefined; onTimeout: () => Error }

/** Runs `work` with a signal that fires after `ms` or with the outer signal. Rejects then at once, with `onTimeout()` or AbortedError, whether or not `work` listens. */
export async function withTimeout<T>(options: Options, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { clock, ms, signal, onTimeout } = options
  if (signal?.aborted) throw new AbortedError(signal.reason)
  const inner = new AbortController()
  const onAbort = (): void => inner.abort(signal?.reason)
  signal?.addEventListener('abort', onAbort, { once: true })
  let timedOut = false
  const expiry = clock.sleep(ms, inner.signal).then(
    () => {
      timedOut = true
      throw onTimeout()
    },
    () => {
      throw new AbortedError(signal?.reason)
    }
  )
  // Nobody waits for it when the work throws before it returns a promise.
  expiry.catch(() => {})
  try {
    return await Promise.race([work(inner.signal), expiry])
  } catch (error) {
    throw !timedOut && signal?.aborted ? new AbortedError(signal.reason) : error
  } finally {
    signal?.removeEventListener('abort', onAbort)
    inner.abort(new Error('settled'))
  }
}
