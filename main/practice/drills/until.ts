import type { DrillContext } from './drill.ts'
import { within } from './within.ts'

const lookEveryMs = 200

/** Looks until the answer is not null; throws DRILL_FAILED when that takes longer than `withinSec` of the clock, also when a look does not end. */
export async function until<T>(
  { clock, signal }: Pick<DrillContext, 'clock' | 'signal'>,
  { what, withinSec }: { what: string; withinSec: number },
  look: () => Promise<T | null>
): Promise<T> {
  return within({ clock, signal }, { what, withinSec }, async (ended) => {
    for (;;) {
      const found = await look()
      if (found !== null) return found
      await clock.sleep(lookEveryMs, ended)
    }
  })
}
