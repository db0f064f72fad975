import { AbortedError, AppError } from '../../shared/errors.ts'
import type { RollupClient, SyncStatus } from './chain/types.ts'
import type { Clock } from './runtime/clock.ts'

/** A standstill is a halt after an hour, or sooner when the last L2 block was already that old at the first look. */
const haltedAfterMs = 3_600_000
const oldAndStillAfterMs = 60_000
/** An own node that is itself behind L1 says nothing about the network. */
const syncedWithinSec = 600

export type NodeStatus = {
  /** Asks the own rollup node; null when it did not answer. */
  refresh(signal: AbortSignal): Promise<SyncStatus | null>
  last(): SyncStatus | null
  /** When the node answered last, by the own clock; null when it never did. */
  answeredAtMs(): number | null
  /** The L2 network makes no blocks any more, as far as a synced node can tell. */
  halted(chainNowSec: number): boolean
}

/** The own rollup node's view of both chains, and since when its L2 head stands still. */
export function createNodeStatus(deps: { rollup: RollupClient; clock: Clock; onChange: () => void }): NodeStatus {
  let last: SyncStatus | null = null
  let answeredAtMs: number | null = null
  let advancedAtMs = deps.clock.now()

  const take = (sync: SyncStatus): void => {
    const nowMs = deps.clock.now()
    if (sync.unsafeL2.number !== last?.unsafeL2.number) advancedAtMs = nowMs
    last = sync
    answeredAtMs = nowMs
  }

  return {
    async refresh(signal) {
      try {
        const sync = await deps.rollup.syncStatus(signal)
        take(sync)
        return sync
      } catch (error) {
        if (signal.aborted || error instanceof AbortedError) throw new AbortedError(error)
        if (!(error instanceof AppError)) throw error
        return null
      } finally {
        deps.onChange()
      }
    },
    last: () => last,
    answeredAtMs: () => answeredAtMs,
    halted(chainNowSec) {
      if (!last || last.headL1.timestampSec - last.currentL1.timestampSec > syncedWithinSec) return false
      const stillMs = deps.clock.now() - advancedAtMs
      const old = (chainNowSec - last.unsafeL2.timestampSec) * 1000 >= haltedAfterMs
      return stillMs >= haltedAfterMs || (old && stillMs >= oldAndStillAfterMs)
    }
  }
}
