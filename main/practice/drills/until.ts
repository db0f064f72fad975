import { AppError } from '../../../shared/errors.ts'
import type { DrillContext } from './drill.ts'

const lookEveryMs = 200

/** Looks until the answer is not null; throws DRILL_FAILED when that takes longer than `withinSec` of the clock. */
export async function until<T>(
  { clock, signal }: Pick<DrillContext, 'clock' | 'signal'>,
  { what, withinSec }: { what: string; withinSec: number },
  look: () => Promise<T | null>
): Promise<T> {
  const deadlineMs = clock.now() + withinSec * 1000
  for (;;) {
    const found = await look()
    if (found !== null) return found
    if (clock.now() >= deadlineMs)
      throw new AppError({ code: 'DRILL_FAILED', what }, { message: `${what}: not within ${withinSec} s` })
    await clock.sleep(lookEveryMs, signal)
  }
}
