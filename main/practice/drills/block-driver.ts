import { AppError } from '../../../shared/errors.ts'
import type { PracticeNetwork } from '../network.ts'
import type { DrillContext } from './drill.ts'

export type BlockDriver = {
  /** Makes blocks until the answer is not null: one at once whenever a transaction waits, else one a second. Throws DRILL_FAILED after `withinSec` on the clock, with what `stuck` says. */
  until<T>(
    about: { what: string; withinSec?: number; stuck?: () => string },
    look: () => Promise<T | null> | T | null
  ): Promise<T>
  /** A block, once a transaction waits for it or a second is over. */
  step(): Promise<void>
}

const lookEveryMs = 20
const idleMs = 1_000
/** Transactions that are sent together come into one block. */
const gatherMs = 30
const longestSec = 60

/** Lets a network in manual mode go on only as fast as its validators act: no deadline passes because a machine is slow. */
export function createBlockDriver(
  network: Pick<PracticeNetwork, 'l1' | 'mine'>,
  { clock, signal }: Pick<DrillContext, 'clock' | 'signal'>
): BlockDriver {
  const isWaiting = async (): Promise<boolean> =>
    BigInt((await network.l1.rpc<{ pending: string }>('txpool_status')).pending) > 0n

  async function step(): Promise<void> {
    const idleUntilMs = clock.now() + idleMs
    while (!(await isWaiting()) && clock.now() < idleUntilMs) await clock.sleep(lookEveryMs, signal)
    await clock.sleep(gatherMs, signal)
    await network.mine(1)
  }

  return {
    step,
    async until({ what, withinSec = longestSec, stuck = () => '' }, look) {
      const deadlineMs = clock.now() + withinSec * 1_000
      for (;;) {
        const found = await look()
        if (found !== null) return found
        if (clock.now() >= deadlineMs)
          throw new AppError(
            { code: 'DRILL_FAILED', what },
            { message: `${what}: not within ${withinSec} s ${stuck()}`.trim() }
          )
        await step()
      }
    }
  }
}
