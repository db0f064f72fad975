import { AbortedError, AppError } from '../../../shared/errors.ts'
import type { RpcPool } from './types.ts'

type Options = {
  pool: RpcPool
  params: readonly unknown[]
  onMessage: (result: unknown) => void
  /** The socket dropped; fires once for each time it was live. */
  onLost: () => void
}

/** At most one subscription at a time, made again when asked for after it was lost. */
export type LiveSubscription = {
  live(): boolean
  /** Subscribes unless it is live. False where the pool has no websocket or none answers now. */
  ensure(signal: AbortSignal): Promise<boolean>
  drop(): void
}

export function createLiveSubscription({ pool, params, onMessage, onLost }: Options): LiveSubscription {
  let current: { unsubscribe: () => void } | null = null

  async function subscribe(): Promise<{ unsubscribe: () => void } | null> {
    let lost = false
    const handlers = {
      onMessage,
      onLost: () => {
        lost = true
        current = null
        onLost()
      }
    }
    const made = await pool.subscribe(params, handlers)
    return lost ? null : made
  }

  return {
    live: () => current !== null,
    async ensure(signal) {
      if (current) return true
      try {
        const made = await subscribe()
        if (signal.aborted) {
          made?.unsubscribe()
          throw new AbortedError(signal.reason)
        }
        current = made
        return made !== null
      } catch (error) {
        if (error instanceof AbortedError || !(error instanceof AppError)) throw error
        return false
      }
    },
    drop() {
      current?.unsubscribe()
      current = null
    }
  }
}
