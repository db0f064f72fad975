import { AppError } from '../../../shared/errors.ts'
import { withTimeout } from '../../engine/runtime/with-timeout.ts'
import type { PracticeNetwork } from '../network.ts'
import type { DrillContext } from './drill.ts'

export type BlockDriver = {
  /** Makes blocks until the answer is not null: one at once whenever a transaction waits, else one a second. Throws DRILL_FAILED after `withinSec` on the clock, with what `stuck` says, also when a look does not end. */
  until<T>(
    about: { what: string; withinSec?: number; stuck?: () => string },
    look: () => Promise<T | null> | T | null
  ): Promise<T>
  /** A block, once a transaction waits for it or a second is over. */
  step(): Promise<void>
}

const lookEveryMs = 20
/** How often, in looks at the pool, the caller's own question is asked while nothing waits. */
const askEvery = 5
const idleMs = 1_000
/** Transactions that are sent together come into one block. */
const gatherMs = 30
const longestSec = 60
const graceSec = 60

/** Lets a network in manual mode go on only as fast as its validators act: no deadline passes because a machine is slow. */
export function createBlockDriver(
  network: Pick<PracticeNetwork, 'l1' | 'mine'>,
  { clock, signal }: Pick<DrillContext, 'clock' | 'signal'>
): BlockDriver {
  const isWaiting = async (): Promise<boolean> =>
    BigInt((await network.l1.rpc<{ pending: string }>('txpool_status')).pending) > 0n

  /** Null once a block was made; else what was found before one was needed. */
  async function stepUnless<T>(look: () => Promise<T | null> | T | null): Promise<T | null> {
    const idleUntilMs = clock.now() + idleMs
    for (let looks = 1; clock.now() < idleUntilMs && !(await isWaiting()); looks++) {
      await clock.sleep(lookEveryMs, signal)
      const found = looks % askEvery === 0 ? await look() : null
      if (found !== null) return found
    }
    await clock.sleep(gatherMs, signal)
    await network.mine(1)
    return null
  }

  return {
    async step() {
      await stepUnless(() => null)
    },
    async until({ what, withinSec = longestSec, stuck = () => '' }, look) {
      const late = (): Error =>
        new AppError(
          { code: 'DRILL_FAILED', what },
          { message: `${what}: not within ${withinSec} s ${stuck()}`.trim() }
        )
      const deadlineMs = clock.now() + withinSec * 1_000
      // What was begun in time may end after it: a block takes its time, and a busy machine longer.
      const limit = { clock, ms: (withinSec + graceSec) * 1_000, signal, onTimeout: late }
      return withTimeout(limit, async () => {
        for (;;) {
          const found = (await look()) ?? (await stepUnless(look))
          if (found !== null) return found
          if (clock.now() >= deadlineMs) throw late()
        }
      })
    }
  }
}
