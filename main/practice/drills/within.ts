import { AppError } from '../../../shared/errors.ts'
import { withTimeout } from '../../engine/runtime/with-timeout.ts'
import type { DrillContext } from './drill.ts'

/** Waits for work that ends by itself; throws DRILL_FAILED naming it when that takes longer than `withinSec` of the clock. The work's signal fires then. */
export function within<T>(
  { clock, signal }: Pick<DrillContext, 'clock'> & Partial<Pick<DrillContext, 'signal'>>,
  { what, withinSec }: { what: string; withinSec: number },
  work: (signal: AbortSignal) => Promise<T>
): Promise<T> {
  const onTimeout = (): Error =>
    new AppError({ code: 'DRILL_FAILED', what }, { message: `${what}: not within ${withinSec} s` })
  return withTimeout({ clock, ms: withinSec * 1_000, signal, onTimeout }, work)
}

/** A promise to be looked at again and again: null until it is kept, then true. Throws what it was rejected with. */
export function polled(promise: Promise<unknown>): () => true | null {
  const seen: { kept: boolean; error: { is: unknown } | null } = { kept: false, error: null }
  promise.then(
    () => {
      seen.kept = true
    },
    (is: unknown) => {
      seen.error = { is }
    }
  )
  return () => {
    if (seen.error) throw seen.error.is
    return seen.kept ? true : null
  }
}
