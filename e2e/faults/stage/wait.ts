import type { FaultStage } from './fault-stage.ts'

const everyMs = 20

type Waiting = Pick<FaultStage['context'], 'clock' | 'signal'>

/** Looks until there is an answer, without making a block. Throws after `withinSec` with what it waited for. */
export async function waitFor<T>(
  { clock, signal }: Waiting,
  { what, withinSec = 60, stuck = () => '' }: { what: string; withinSec?: number; stuck?: () => string },
  look: () => Promise<T | null> | T | null
): Promise<T> {
  const deadlineMs = performance.now() + withinSec * 1_000
  for (;;) {
    const found = await look()
    if (found !== null) return found
    if (performance.now() > deadlineMs) throw new Error(`${what}: not within ${withinSec} s ${stuck()}`.trim())
    await clock.sleep(everyMs, signal)
  }
}
